package dev.keyward.kms.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.KmsException;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the adapter makes of answers that a KMS should not give (security.md B64, B65). */
class KmsKeyBackendTest {
  private static final String ASKED =
      "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final KeyReference KEY = KeyReference.parse(ASKED);
  private static final String OTHER = ASKED.replace("1234abcd-", "ffffabcd-");
  private static final EncryptionContext NONE = EncryptionContext.empty();

  /** A KMS with one answer for everything. */
  private static KmsKeyBackend answering(Supplier<Object> answer) {
    Kms kms =
        (Kms)
            Proxy.newProxyInstance(
                Kms.class.getClassLoader(),
                new Class<?>[] {Kms.class},
                (proxy, method, arguments) -> answer.get());
    return new KmsKeyBackend(kms, "a test");
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return key;
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "not an arn", "other"})
  void generateDataKey_answerForAnotherOrNoKey_isRefusedAndZeroed(String keyId) {
    byte[] plaintext = key(7);
    String answered = "other".equals(keyId) ? OTHER : keyId;
    KmsKeyBackend backend =
        answering(
            () -> new GenerateDataKey.Response(new byte[100], plaintext, answered, null, null));
    assertThatThrownBy(() -> backend.generateDataKey(KEY, 32, NONE))
        .isInstanceOf(InvalidAnswerException.class);
    assertThat(plaintext).containsOnly(0);
  }

  @Test
  void generateDataKey_answerWithoutEncryptedKey_isRefusedAndZeroed() {
    byte[] plaintext = key(7);
    KmsKeyBackend backend =
        answering(() -> new GenerateDataKey.Response(null, plaintext, ASKED, null, null));
    assertThatThrownBy(() -> backend.generateDataKey(KEY, 32, NONE))
        .isInstanceOf(InvalidAnswerException.class);
    assertThat(plaintext).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 31, 33})
  void generateDataKey_wrongLength_isRefusedAndZeroed(int length) {
    byte[] plaintext = Arrays.copyOf(key(7), length);
    KmsKeyBackend backend =
        answering(() -> new GenerateDataKey.Response(new byte[100], plaintext, ASKED, null, null));
    assertThatThrownBy(() -> backend.generateDataKey(KEY, 32, NONE))
        .isInstanceOf(InvalidAnswerException.class)
        .hasMessageContaining("32 random bytes");
    assertThat(plaintext).doesNotContain(7);
  }

  @Test
  void generateDataKey_allZero_isRefused() {
    KmsKeyBackend backend =
        answering(() -> new GenerateDataKey.Response(new byte[100], key(0), ASKED, null, null));
    assertThatThrownBy(() -> backend.generateDataKey(KEY, 32, NONE))
        .isInstanceOf(InvalidAnswerException.class);
  }

  @Test
  void decryptDataKey_answerOfAnotherKey_isRefusedAndZeroed() {
    byte[] plaintext = key(7);
    KmsKeyBackend backend =
        answering(() -> new Decrypt.Response(OTHER, plaintext, null, null, null));
    assertThatThrownBy(() -> backend.decryptDataKey(Optional.of(KEY), new byte[100], NONE))
        .isInstanceOf(InvalidAnswerException.class);
    assertThat(plaintext).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyErrorCode_becomesAFailureThatNamesKeyAndCode(ErrorCode code) {
    KmsKeyBackend backend =
        answering(
            () -> {
              throw new KmsServiceException(code, null);
            });
    assertThatThrownBy(() -> backend.describe(KEY))
        .isInstanceOfSatisfying(
            KmsException.class, e -> assertThat(e.code()).isEqualTo(code.wireName()))
        .hasMessageMatching("(?s)(Cannot describe \\Q" + ASKED + "\\E: .*|Message rejected: .*)");
  }

  @Test
  void unknownErrorCode_isKeptAndCountsAsUnavailable() {
    KmsKeyBackend backend =
        answering(
            () -> {
              throw new KmsServiceException("BrandNewException", "Something new.", "r-1", null);
            });
    assertThatThrownBy(() -> backend.describe(KEY))
        .isInstanceOfSatisfying(
            KmsException.class, e -> assertThat(e.code()).isEqualTo("BrandNewException"))
        .hasMessageContaining("Something new.");
  }

  /** B70. */
  @Test
  void errorText_longWithLineBreaks_isOneShortLine() {
    String hostile = "gone\r\n2026-11-22 INFO all is well \u001b[2J" + "x".repeat(100_000);
    KmsKeyBackend backend =
        answering(
            () -> {
              throw new KmsServiceException(ErrorCode.NOT_FOUND, hostile);
            });
    assertThatThrownBy(() -> backend.describe(KEY))
        .hasMessageContaining("gone\\u000d\\u000a2026-11-22 INFO all is well \\u001b[2Jxxx")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1500))
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }
}
