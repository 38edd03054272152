package dev.keyward.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyReferenceTest {
  private static final String ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final String MRK = "mrk-1234abcd12ab34cd56ef1234567890ab";
  private static final String ARN = "arn:aws:kms:eu-west-1:111122223333:key/" + ID;
  private static final String ALIAS_ARN = "arn:aws-cn:kms:cn-north-1:111122223333:alias/a/b-c_D";

  @Test
  void parse_eachForm_givesItsTypeAndKeepsTheText() {
    assertThat(KeyReference.parse(ID)).isInstanceOf(KeyId.class).hasToString(ID);
    assertThat(KeyReference.parse(MRK)).isEqualTo(new KeyId(MRK));
    assertThat(KeyReference.parse(ARN)).isInstanceOf(KeyArn.class).hasToString(ARN);
    assertThat(KeyReference.parse("alias/orders")).isEqualTo(new AliasName("alias/orders"));
    assertThat(KeyReference.parse(ALIAS_ARN)).isInstanceOf(AliasArn.class).hasToString(ALIAS_ARN);
  }

  @Test
  void keyId_tellsMultiRegionKeys() {
    assertThat(new KeyId(MRK).isMultiRegion()).isTrue();
    assertThat(new KeyId(ID).isMultiRegion()).isFalse();
  }

  @Test
  void aliasName_shortForm_goesBothWays() {
    assertThat(AliasName.ofShort("a/b").text()).isEqualTo("alias/a/b");
    assertThat(AliasName.ofShort("a/b").shortName()).isEqualTo("a/b");
    assertThat(AliasName.ofShort("aws/s3").isReserved()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "orders",
        "1234ABCD-12ab-34cd-56ef-1234567890ab",
        "1234abcd-12ab-34cd-56ef-1234567890ab\n",
        "mrk-1234",
        "alias/",
        "alias/../x",
        "alias/a b",
        "alias/a\n",
        "alias/ü",
        "alias/a:b",
        "arn:",
        "arn:aws:kms:eu-west-1:111122223333",
        "arn:aws:s3:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:eu-west-1:11112222333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:EU-WEST-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:eu-west-1:111122223333:key/x",
        "arn:aws:kms:eu-west-1:111122223333:alias/a:b",
        "arn:AWS:kms:eu-west-1:111122223333:alias/a",
        "arn:aws:kms::111122223333:alias/a"
      })
  void parse_hostileText_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> KeyReference.parse(text));
  }

  @Test
  void parse_hostileText_isShownEscaped() {
    assertThatThrownBy(() -> KeyReference.parse("alias/a\r\nFAKE LOG LINE"))
        .hasMessageContaining("\\u000d\\u000a")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void parse_tooLong_namesLengthNotText() {
    assertThatThrownBy(() -> KeyReference.parse("x".repeat(2049)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2049")
        .hasMessageNotContaining("xxx");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AliasName("alias/" + "x".repeat(251)));
    assertThat(new AliasName("alias/" + "x".repeat(250)).shortName()).hasSize(250);
  }

  @Test
  void keyArn_parse_refusesAliasArn() {
    assertThatIllegalArgumentException().isThrownBy(() -> KeyArn.parse(ALIAS_ARN));
    assertThat(KeyArn.parse(ARN).keyId()).isEqualTo(new KeyId(ID));
  }
}
