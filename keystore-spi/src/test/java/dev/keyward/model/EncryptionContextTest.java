package dev.keyward.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncryptionContextTest {
  @Test
  void canonicalBytes_twoPairs_haveLengthsAndOrder() {
    EncryptionContext context = EncryptionContext.of(Map.of("b", "2", "a", "é"));

    assertThat(HexFormat.of().formatHex(context.canonicalBytes()))
        .isEqualTo("0001" + "61" + "0002" + "c3a9" + "0001" + "62" + "0001" + "32");
  }

  @Test
  void canonicalBytes_surrogatesAgainstTopOfBmp_areInUtf8Order() {
    // U+FF5E is EF BD 9E, U+1F600 is F0 9F 98 80: UTF-16 order would turn them round.
    EncryptionContext context = EncryptionContext.of(Map.of("\uD83D\uDE00", "x", "\uFF5E", "y"));

    assertThat(context.pairs().keySet()).containsExactly("\uFF5E", "\uD83D\uDE00");
  }

  @Test
  void order_randomNames_isThatOfTheirUtf8Bytes() {
    long seed = 20261122L;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      Map<String, String> pairs = new HashMap<>();
      for (int i = 0; i < 6; i++) {
        pairs.put(randomName(random), "v");
      }
      List<byte[]> names =
          EncryptionContext.of(pairs).pairs().keySet().stream()
              .map(name -> name.getBytes(StandardCharsets.UTF_8))
              .toList();
      assertThat(names).isSortedAccordingTo(Arrays::compareUnsigned);
    }
  }

  private static String randomName(Random random) {
    int[] alphabet = {
      'a', 'b', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x10FFFF
    };
    StringBuilder name = new StringBuilder();
    int length = 1 + random.nextInt(3);
    for (int i = 0; i < length; i++) {
      name.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return name.toString();
  }

  @Test
  void equals_sameInPairsInOtherOrder_isTrue() {
    Map<String, String> forth = new LinkedHashMap<>(Map.of("a", "1"));
    forth.put("b", "2");
    Map<String, String> back = new LinkedHashMap<>(Map.of("b", "2"));
    back.put("a", "1");

    assertThat(EncryptionContext.of(forth))
        .isEqualTo(EncryptionContext.of(back))
        .hasSameHashCodeAs(EncryptionContext.of(back));
    assertThat(EncryptionContext.of(Map.of("a", "bc")))
        .isNotEqualTo(EncryptionContext.of(Map.of("ab", "c")));
  }

  @Test
  void of_badTexts_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> EncryptionContext.of(Map.of("", "x")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EncryptionContext.of(Map.of("a", "\uD800")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EncryptionContext.of(Map.of("\uDC00a", "x")));
  }

  @Test
  void of_size_isLimitedInBytes() {
    assertThat(EncryptionContext.of(Map.of("a", "x".repeat(8191))).isEmpty()).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EncryptionContext.of(Map.of("a", "é".repeat(4096))));
  }

  @Test
  void toString_showsNamesNeverValues() {
    assertThat(EncryptionContext.of(Map.of("customer", "Mrs Smith")))
        .hasToString("EncryptionContext[\"customer\"]");
  }

  @Test
  void empty_nullAndEmptyMap_areTheSame() {
    assertThat(EncryptionContext.of(null)).isSameAs(EncryptionContext.empty());
    assertThat(EncryptionContext.of(Map.of()).canonicalBytes()).isEmpty();
  }
}
