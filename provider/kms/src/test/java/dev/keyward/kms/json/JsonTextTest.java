package dev.keyward.kms.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.kms.json.JsonText.Limits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  private static final Limits LIMITS = new Limits(1_000, 3);

  @Test
  void parse_allKindsOfValues_becomeJavaValues() {
    Object value =
        JsonText.parse("{\"a\":[1,2.5,\"x\\n\",true,false,null],\"b\":{\"c\":{}}}", LIMITS);
    assertThat(value).isInstanceOf(Map.class);
    Map<?, ?> members = (Map<?, ?>) value;
    assertThat((List<?>) members.get("a"))
        .isEqualTo(java.util.Arrays.asList(1L, new BigDecimal("2.5"), "x\n", true, false, null));
    assertThat(members.get("b")).isEqualTo(Map.of("c", Map.of()));
  }

  @Test
  void parse_membersOutOfOrder_keepTheOrderOfTheText() {
    Map<?, ?> members = (Map<?, ?>) JsonText.parse("{\"z\":1,\"a\":2,\"m\":3}", LIMITS);
    assertThat(members.keySet().toString()).isEqualTo("[z, a, m]");
  }

  @Test
  void parse_hugeExponent_isNotWrittenOut() {
    assertThat(JsonText.parse("1e400", LIMITS)).isEqualTo(new BigDecimal("1e400"));
    assertThat(JsonText.parse("-12345678901234567890", LIMITS))
        .isEqualTo(new BigDecimal("-12345678901234567890"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,\"a\":2}",
        "{} {}",
        "{}x",
        "[[[[]]]]",
        "{'a':1}",
        "{\"a\":1,}",
        "nul",
        "NaN",
        "01",
        "\"\t\"",
        "// c\n1"
      })
  void parse_notStrictJsonWithinTheLimits_isRefused(String text) {
    assertThatThrownBy(() -> JsonText.parse(text, LIMITS))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void parse_textOverTheLimit_isRefusedBeforeItIsRead() {
    assertThatThrownBy(() -> JsonText.parse("[" + " ".repeat(999) + "]", LIMITS))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("1001 characters");
  }

  @Test
  void parse_result_cannotBeChanged() {
    Object value = JsonText.parse("[]", LIMITS);
    assertThatThrownBy(() -> ((List<?>) value).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
