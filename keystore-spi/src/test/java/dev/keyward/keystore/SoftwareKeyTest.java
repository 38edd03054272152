package dev.keyward.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftwareKeyTest {

  /** Positions are those of RFC 5280: 0 digitalSignature, 2 keyEncipherment, 4 keyAgreement … */
  @ParameterizedTest
  @CsvSource({
    "RSA_2048, 000000000, SIGN_VERIFY",
    "RSA_2048, 100000000, SIGN_VERIFY",
    "RSA_2048, 101000000, SIGN_VERIFY",
    "RSA_2048, 011000000, SIGN_VERIFY",
    "RSA_2048, 001001000, SIGN_VERIFY",
    "RSA_2048, 001000000, ENCRYPT_DECRYPT",
    "RSA_2048, 000100000, ENCRYPT_DECRYPT",
    "RSA_2048, 001, ENCRYPT_DECRYPT",
    "ECC_NIST_P256, 100010000, SIGN_VERIFY",
    "ECC_NIST_P256, 000010000, KEY_AGREEMENT",
    "ECC_NIST_P256, 001000000, SIGN_VERIFY",
    "ECC_SECG_P256K1, 000010000, SIGN_VERIFY",
    "ML_DSA_65, 001000000, SIGN_VERIFY",
    "ML_KEM_768, 100000000, ENCAPSULATE_DECAPSULATE",
    "ECC_NIST_EDWARDS25519, 000010000, SIGN_VERIFY"
  })
  void usage_followsTheCertificate(KeySpec spec, String bits, KeyUsage expected) {
    boolean[] certified = new boolean[bits.length()];
    for (int i = 0; i < certified.length; i++) {
      certified[i] = bits.charAt(i) == '1';
    }
    try (SoftwareKey key = new SoftwareKey(spec, SecretBytes.owning(new byte[1]))) {
      assertThat(key.usage(certified)).isEqualTo(expected);
    }
  }

  @Test
  void usage_withoutCertificate_isSigning() {
    try (SoftwareKey key = new SoftwareKey(KeySpec.RSA_3072, SecretBytes.owning(new byte[1]))) {
      assertThat(key.usage(null)).isEqualTo(KeyUsage.SIGN_VERIFY);
    }
  }

  @Test
  void close_zeroesItsCopy() {
    byte[] material = {1, 2, 3};
    new SoftwareKey(KeySpec.SYMMETRIC_DEFAULT, SecretBytes.owning(material)).close();
    assertThat(material).containsOnly(0);
  }
}
