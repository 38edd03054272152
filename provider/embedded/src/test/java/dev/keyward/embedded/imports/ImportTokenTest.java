package dev.keyward.embedded.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.embedded.imports.ImportTokenException.Reason;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.WrappingAlgorithm;
import dev.keyward.secret.SecretBytes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Import tokens open for their key and their time only (security.md B86). */
class ImportTokenTest {
  private static final String ARN =
      "arn:aws:kms:us-east-1:000000000000:key/mrk-1234abcd12ab34cd56ef1234567890ab";
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");
  private static final SecureRandom RANDOM = JdkRandom.shared();

  /** As long as the PKCS #8 of an RSA key of 4,096 bits. */
  private final byte[] wrappingKey = new byte[2376];

  private final SecretBytes sealingKey = secret();

  private static SecretBytes secret() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    return SecretBytes.owning(key);
  }

  private byte[] sealed() {
    RANDOM.nextBytes(wrappingKey);
    try (ImportToken token =
        new ImportToken(
            "0f".repeat(16),
            ARN,
            WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256,
            NOW.plus(Duration.ofHours(24)),
            SecretBytes.copyOf(wrappingKey))) {
      return token.seal(sealingKey, RANDOM);
    }
  }

  @Test
  void open_sealedToken_givesEverythingBack() throws ImportTokenException {
    byte[] token = sealed();

    try (ImportToken opened = ImportToken.open(token, sealingKey, ARN, NOW)) {
      assertThat(opened.tokenId()).isEqualTo("0f".repeat(16));
      assertThat(opened.keyArn()).isEqualTo(ARN);
      assertThat(opened.algorithm()).isEqualTo(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256);
      assertThat(opened.validTo()).isEqualTo(NOW.plus(Duration.ofHours(24)));
      assertThat(opened.wrappingKey().<byte[]>read(byte[]::clone)).isEqualTo(wrappingKey);
      assertThat(opened.toString())
          .doesNotContain(HexFormat.of().formatHex(wrappingKey, 0, 8))
          .contains(ARN);
    }
  }

  @Test
  void seal_largestWrappingKey_fitsTheLimitAndNeverRepeats() {
    assertThat(sealed().length).isLessThan(3072).isLessThanOrEqualTo(ImportToken.MAX_BYTES);
    assertThat(sealed()).isNotEqualTo(sealed());
  }

  @Test
  void seal_partsTooLong_isRefused() {
    try (ImportToken token =
        new ImportToken(
            "x",
            ARN,
            WrappingAlgorithm.RSAES_OAEP_SHA_1,
            NOW,
            SecretBytes.owning(new byte[ImportToken.MAX_BYTES]))) {
      assertThatThrownBy(() -> token.seal(sealingKey, RANDOM))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void open_anyByteChangedCutOrLonger_isInvalid() {
    byte[] token = sealed();
    for (int i = 0; i < token.length; i += 7) {
      byte[] changed = token.clone();
      changed[i] ^= 1;
      assertReason(changed, ARN, NOW, Reason.INVALID);
    }
    for (int length = 0; length < token.length; length += 61) {
      assertReason(Arrays.copyOf(token, length), ARN, NOW, Reason.INVALID);
    }
    assertReason(Arrays.copyOf(token, token.length + 1), ARN, NOW, Reason.INVALID);
    assertReason(new byte[100_000], ARN, NOW, Reason.INVALID);
  }

  @Test
  void open_otherKeyOrOtherStore_isInvalidEvenWhenExpired() {
    byte[] token = sealed();
    Instant later = NOW.plus(Duration.ofDays(2));

    assertReason(token, ARN.replace("1234", "5678"), NOW, Reason.INVALID);
    assertReason(token, ARN.replace("1234", "5678"), later, Reason.INVALID);
    try (SecretBytes otherStore = secret()) {
      assertThatThrownBy(() -> ImportToken.open(token, otherStore, ARN, NOW))
          .isInstanceOfSatisfying(
              ImportTokenException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID));
    }
  }

  @Test
  void open_afterItsTime_isExpired() throws ImportTokenException {
    byte[] token = sealed();
    Instant end = NOW.plus(Duration.ofHours(24));

    ImportToken.open(token, sealingKey, ARN, end.minusMillis(1)).close();
    assertReason(token, ARN, end, Reason.EXPIRED);
    assertReason(token, ARN, end.plus(Duration.ofDays(400)), Reason.EXPIRED);
  }

  private void assertReason(byte[] token, String arn, Instant now, Reason reason) {
    assertThatThrownBy(() -> ImportToken.open(token, sealingKey, arn, now))
        .isInstanceOfSatisfying(
            ImportTokenException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
