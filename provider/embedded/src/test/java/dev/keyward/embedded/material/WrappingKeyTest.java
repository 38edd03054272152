package dev.keyward.embedded.material;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.ImportWrapping;
import dev.keyward.kms.WrappingAlgorithm;
import dev.keyward.kms.WrappingKeySpec;
import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The JDK-only side wraps, the engine unwraps. */
class WrappingKeyTest {
  private static final SecureRandom RANDOM = JdkRandom.shared();
  private static byte[] publicKey;
  private static WrappingKey key;

  @BeforeAll
  static void makeKey() {
    try (NewMaterial made = WrappingKey.generate(WrappingKeySpec.RSA_2048, RANDOM)) {
      publicKey = made.publicKey().orElseThrow();
      key = made.stored().read(WrappingKey::open);
    }
  }

  private static SecretBytes secret(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return SecretBytes.owning(bytes);
  }

  private static byte[] wrap(WrappingAlgorithm algorithm, SecretBytes material) {
    return ImportWrapping.wrap(algorithm, publicKey, material, RANDOM);
  }

  @ParameterizedTest
  @CsvSource({
    "RSAES_OAEP_SHA_1, RSA_2048, 32",
    "RSAES_OAEP_SHA_256, RSA_3072, 64",
    "RSA_AES_KEY_WRAP_SHA_1, RSA_2048, 28",
    "RSA_AES_KEY_WRAP_SHA_256, RSA_4096, 2400",
  })
  void unwrap_everyAlgorithmAndSize_givesTheMaterialBack(
      WrappingAlgorithm algorithm, WrappingKeySpec spec, int length) throws MaterialException {
    try (NewMaterial made = WrappingKey.generate(spec, RANDOM);
        SecretBytes material = secret(length)) {
      WrappingKey opened = made.stored().read(WrappingKey::open);
      byte[] wrapped =
          ImportWrapping.wrap(algorithm, made.publicKey().orElseThrow(), material, RANDOM);

      try (SecretBytes unwrapped = opened.unwrap(algorithm, wrapped, RANDOM)) {
        assertThat(unwrapped.<byte[]>read(byte[]::clone))
            .isEqualTo(material.<byte[]>read(byte[]::clone));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"RSA_4096", "ECC_NIST_P521", "ML_DSA_87", "HMAC_512", "SYMMETRIC_DEFAULT"})
  void unwrap_keysOfSeveralSpecsInTwoSteps_canBeImported(KeySpec spec) throws MaterialException {
    try (NewMaterial made = Materials.generate(spec, RANDOM)) {
      byte[] wrapped = wrap(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256, made.stored());
      try (SecretBytes unwrapped =
              key.unwrap(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256, wrapped, RANDOM);
          NewMaterial checked =
              ImportedMaterial.check(spec, unwrapped.<byte[]>read(byte[]::clone))) {
        assertThat(checked.stored().<byte[]>read(byte[]::clone))
            .isEqualTo(made.stored().<byte[]>read(byte[]::clone));
      }
    }
  }

  /** A byte changed in either half, cut, longer, another algorithm: one text, no cause. */
  @ParameterizedTest
  @EnumSource(
      value = WrappingAlgorithm.class,
      names = {
        "RSAES_OAEP_SHA_1",
        "RSAES_OAEP_SHA_256",
        "RSA_AES_KEY_WRAP_SHA_1",
        "RSA_AES_KEY_WRAP_SHA_256"
      })
  void unwrap_anythingWrong_alwaysLooksTheSame(WrappingAlgorithm algorithm) {
    try (SecretBytes material = secret(32)) {
      byte[] wrapped = wrap(algorithm, material);
      byte[] first = wrapped.clone();
      first[10] ^= 1;
      byte[] last = wrapped.clone();
      last[last.length - 1] ^= 1;
      WrappingAlgorithm otherHash =
          WrappingAlgorithm.valueOf(
              algorithm.name().endsWith("SHA_1")
                  ? algorithm.name().replace("SHA_1", "SHA_256")
                  : algorithm.name().replace("SHA_256", "SHA_1"));

      assertRejected(algorithm, first);
      assertRejected(algorithm, last);
      assertRejected(algorithm, Arrays.copyOf(wrapped, wrapped.length - 1));
      assertRejected(algorithm, Arrays.copyOf(wrapped, wrapped.length + 8));
      assertRejected(algorithm, new byte[0]);
      assertRejected(algorithm, new byte[20_000]);
      assertRejected(otherHash, wrapped);
    }
  }

  private static void assertRejected(WrappingAlgorithm algorithm, byte[] wrapped) {
    assertThatThrownBy(() -> key.unwrap(algorithm, wrapped, RANDOM))
        .isInstanceOf(MaterialException.class)
        .hasMessage("the wrapped key material cannot be decrypted")
        .hasNoCause();
  }

  /** An AES key of another length than 256 bits is not what the algorithm is. */
  @Test
  void unwrap_shorterAesKey_isRejected() throws Exception {
    byte[] aes = new byte[16];
    RANDOM.nextBytes(aes);
    byte[] encryptedKey;
    try (SecretBytes secret = SecretBytes.copyOf(aes)) {
      encryptedKey = wrap(WrappingAlgorithm.RSAES_OAEP_SHA_256, secret);
    }
    javax.crypto.Cipher kwp =
        javax.crypto.Cipher.getInstance("AES/KWP/NoPadding", Primitives.aesKwp());
    kwp.init(javax.crypto.Cipher.ENCRYPT_MODE, new javax.crypto.spec.SecretKeySpec(aes, "AES"));
    byte[] second = kwp.doFinal(new byte[32]);
    byte[] wrapped = Arrays.copyOf(encryptedKey, encryptedKey.length + second.length);
    System.arraycopy(second, 0, wrapped, encryptedKey.length, second.length);

    assertRejected(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256, wrapped);
  }

  @Test
  void wrap_materialTooLongOrNotOffered_isRefused() {
    try (SecretBytes material = secret(191)) {
      assertThatThrownBy(() -> wrap(WrappingAlgorithm.RSAES_OAEP_SHA_256, material))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("190 bytes");
      assertThatThrownBy(() -> wrap(WrappingAlgorithm.RSAES_PKCS1_V1_5, material))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not offered");
      assertThatThrownBy(
              () ->
                  ImportWrapping.wrap(
                      WrappingAlgorithm.RSAES_OAEP_SHA_1, new byte[40], material, RANDOM))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("wrapping key");
    }
    assertThatThrownBy(() -> key.unwrap(WrappingAlgorithm.RSAES_PKCS1_V1_5, new byte[256], RANDOM))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WrappingKey.generate(WrappingKeySpec.SM2, RANDOM))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WrappingKey.open(new byte[10]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause();
  }
}
