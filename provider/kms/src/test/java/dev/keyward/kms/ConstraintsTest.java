package dev.keyward.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.SigningAlgorithm;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConstraintsTest {
  private static final String KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";

  @Test
  void check_validRequest_passes() {
    assertThatCode(() -> Constraints.check(DescribeKey.Request.of(KEY))).doesNotThrowAnyException();
  }

  @Test
  void check_numberTooLarge_namesValueAndLimit() {
    assertThatThrownBy(() -> Constraints.check(GenerateRandom.Request.of(1025)))
        .isInstanceOf(KmsServiceException.class)
        .extracting("code")
        .isEqualTo("ValidationException");
    assertThatThrownBy(() -> Constraints.check(GenerateRandom.Request.of(1025)))
        .hasMessage(
            "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy"
                + " constraint: Member must have value less than or equal to 1024");
  }

  @Test
  void check_memberMissing_saysNull() {
    assertThatThrownBy(() -> Constraints.check(DescribeKey.Request.of(null)))
        .hasMessage(
            "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member"
                + " must not be null");
  }

  @Test
  void check_sensitiveBlobTooLong_omitsTheValue() {
    assertThatThrownBy(() -> Constraints.check(Encrypt.Request.of(KEY, new byte[4097])))
        .hasMessage(
            "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member"
                + " must have length less than or equal to 4096");
  }

  @Test
  void check_severalViolations_countsAndNamesAll() {
    assertThatThrownBy(
            () ->
                Constraints.check(Sign.Request.of("", new byte[0], SigningAlgorithm.ECDSA_SHA_256)))
        .hasMessageStartingWith("2 validation errors detected: Value at 'keyId'")
        .hasMessageContaining("; Value at 'message'");
  }

  @Test
  void check_patternNotMatched_namesThePattern() {
    assertThatThrownBy(() -> Constraints.check(CreateAlias.Request.of("alias/a b", KEY)))
        .hasMessageContaining(
            "Value 'alias/a b' at 'aliasName' failed to satisfy constraint: Member must satisfy"
                + " regular expression pattern: ^[a-zA-Z0-9:/_-]+$");
  }

  @Test
  void check_memberOfListElement_namesItsPlace() {
    CreateKey.Request request =
        CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
            .withTags(List.of(new Tag("ok", ""), new Tag("", "")));
    assertThatThrownBy(() -> Constraints.check(request))
        .hasMessageContaining("at 'tags.2.member.tagKey'");
  }

  @Test
  void check_elevenGrantTokens_areTooMany() {
    DescribeKey.Request request = new DescribeKey.Request(KEY, Collections.nCopies(11, "t"));
    assertThatThrownBy(() -> Constraints.check(request))
        .hasMessageContaining("at 'grantTokens' failed")
        .hasMessageContaining("length less than or equal to 10");
  }

  @Test
  void check_longValueWithControlCharacters_isCutAndEscaped() {
    String hostile = "alias/\r\n\u001b[31m" + "x".repeat(5000);
    assertThatThrownBy(() -> Constraints.check(CreateAlias.Request.of(hostile, KEY)))
        .hasMessageContaining("Value 'alias/\\u000d\\u000a\\u001b[31mxxx")
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(1000))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\r", "\n", "\u001b"));
  }

  @Test
  void toString_requestWithContextAndTokens_namesButDoesNotShowThem() {
    Encrypt.Request request =
        new Encrypt.Request(
            KEY, new byte[7], Map.of("patient", "Mr-Canary"), List.of("canary-token"), null, null);
    assertThat(request)
        .hasToString(
            "Encrypt.Request[keyId="
                + KEY
                + ", plaintext=7 bytes, encryptionContext=[patient], grantTokens=1]");
  }

  /** Every request that carries a context or tokens, also those that are added later. */
  @Test
  void toString_everyRequest_hidesContextValuesAndTokens() {
    for (Operation<?, ?> operation : Operation.ALL.values()) {
      Class<? extends Record> type = operation.requestType();
      Object[] values =
          Shape.of(type).parts().stream().map(ConstraintsTest::canary).toArray(Object[]::new);
      assertThat(Shape.of(type).create(values).toString())
          .as(type.getName())
          .doesNotContain("canary-token", "canary-value");
    }
  }

  private static Object canary(Shape.Part part) {
    if (part.fieldName().equals("grantTokens")) {
      return List.of("canary-token");
    }
    return part.type().getTypeName().startsWith("java.util.Map")
        ? Map.of("name", "canary-value")
        : null;
  }
}
