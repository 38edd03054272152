package dev.keyward.embedded.material;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.WrappingAlgorithm;
import dev.keyward.kms.WrappingKeySpec;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.KeySpec;
import dev.keyward.model.SigningAlgorithm;
import java.nio.ByteBuffer;
import java.security.ProviderException;
import java.security.SecureRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An algorithm whose self-test fails gives nothing, the others go on. */
@ResourceLock("dev.keyward.embedded.material.SelfTest")
class SelfTestTest {
  private static final SecureRandom RANDOM = JdkRandom.shared();
  private static final byte[] DIGEST = new byte[32];

  @AfterEach
  void unbreakEverything() {
    for (SelfTest test : SelfTest.values()) {
      test.rerun(false);
    }
  }

  @ParameterizedTest
  @EnumSource(SelfTest.class)
  void require_thisJvm_passes(SelfTest test) {
    test.rerun(false);

    assertThatCode(test::require).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(SelfTest.class)
  void require_wrongAnswer_failsAgainAndAgainAndNamesTheAlgorithm(SelfTest test) {
    test.rerun(true);

    assertThatThrownBy(test::require)
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("failed its self-test in this JVM");
    assertThatThrownBy(test::require).isInstanceOf(ProviderException.class);
  }

  @Test
  void ecdsa_selfTestFailed_neitherSignsNorVerifiesNorGenerates() {
    EcMaterial key = open(KeySpec.ECC_NIST_P256, EcMaterial.class);
    byte[] signature = key.sign(DIGEST, RANDOM);
    SelfTest.ECDSA.rerun(true);

    assertRefused(() -> key.sign(DIGEST, RANDOM));
    assertRefused(() -> key.verify(DIGEST, signature));
    assertRefused(() -> Materials.generate(KeySpec.ECC_NIST_P256, RANDOM));
    assertThat(open(KeySpec.SYMMETRIC_DEFAULT, SymmetricMaterial.class)).isNotNull();
  }

  @Test
  void rsa_selfTestOfOnePaddingFailed_refusesThatOneOnly() throws MaterialException {
    RsaMaterial key = open(KeySpec.RSA_2048, RsaMaterial.class);
    SigningAlgorithm pkcs1 = SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_256;
    SigningAlgorithm pss = SigningAlgorithm.RSASSA_PSS_SHA_256;
    EncryptionAlgorithm oaep = EncryptionAlgorithm.RSAES_OAEP_SHA_256;
    SelfTest.RSA_PSS.rerun(true);

    byte[] signature = key.sign(pkcs1, DIGEST, RANDOM);
    assertThat(key.verify(pkcs1, DIGEST, signature)).isTrue();
    assertRefused(() -> key.sign(pss, DIGEST, RANDOM));
    assertRefused(() -> key.verify(pss, DIGEST, signature));

    byte[] ciphertext = key.encrypt(oaep, DIGEST, RANDOM);
    assertThat(key.decrypt(oaep, ciphertext)).isEqualTo(DIGEST);
    SelfTest.RSA_OAEP.rerun(true);
    assertRefused(() -> key.encrypt(oaep, DIGEST, RANDOM));
    assertRefused(() -> key.decrypt(oaep, ciphertext));

    SelfTest.RSA_PKCS1.rerun(true);
    assertRefused(() -> key.sign(pkcs1, DIGEST, RANDOM));
    assertRefused(() -> key.verify(pkcs1, DIGEST, signature));
    assertRefused(() -> Materials.generate(KeySpec.RSA_2048, RANDOM));
  }

  @ParameterizedTest
  @EnumSource(
      value = SelfTest.class,
      names = {"HMAC", "AES_GCM"})
  void symmetric_selfTestFailed_neitherEncryptsNorDecrypts(SelfTest needed) {
    SymmetricMaterial key = open(KeySpec.SYMMETRIC_DEFAULT, SymmetricMaterial.class);
    byte[] ciphertext = key.encrypt(DIGEST, new byte[0], RANDOM);
    needed.rerun(true);

    assertRefused(() -> key.encrypt(DIGEST, new byte[0], RANDOM));
    assertRefused(() -> key.decrypt(ByteBuffer.wrap(ciphertext), new byte[0]));
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"})
  void hmac_selfTestOfItsHashFailed_neitherMakesNorVerifiesTags(KeySpec spec) {
    HmacMaterial key = open(spec, HmacMaterial.class);
    byte[] tag = key.tag(DIGEST);
    (spec == KeySpec.HMAC_256 ? SelfTest.HMAC : SelfTest.valueOf("HMAC_SHA_" + spec.size()))
        .rerun(true);

    assertRefused(() -> key.tag(DIGEST));
    assertRefused(() -> key.verify(DIGEST, tag));
  }

  @Test
  void ed25519_selfTestFailed_doesNothing() {
    EdwardsMaterial key = open(KeySpec.ECC_NIST_EDWARDS25519, EdwardsMaterial.class);
    byte[] signature = key.sign(DIGEST);
    SelfTest.ED25519.rerun(true);

    assertRefused(() -> key.sign(DIGEST));
    assertRefused(() -> key.signPrehashed(DIGEST));
    assertRefused(() -> key.verify(DIGEST, signature));
    assertRefused(() -> key.verifyPrehashed(DIGEST, signature));
    assertRefused(() -> Materials.generate(KeySpec.ECC_NIST_EDWARDS25519, RANDOM));
  }

  @Test
  void mlDsa_selfTestFailed_doesNothing() {
    MlDsaMaterial key = open(KeySpec.ML_DSA_44, MlDsaMaterial.class);
    byte[] mu = new byte[64];
    byte[] signature = key.sign(DIGEST, RANDOM);
    SelfTest.ML_DSA.rerun(true);

    assertRefused(() -> key.sign(DIGEST, RANDOM));
    assertRefused(() -> key.signMu(mu, RANDOM));
    assertRefused(() -> key.verify(DIGEST, signature));
    assertRefused(() -> key.verifyMu(mu, signature));
    assertRefused(() -> Materials.generate(KeySpec.ML_DSA_87, RANDOM));
  }

  @Test
  void keyAgreement_selfTestFailed_derivesNothing() {
    MlKemMaterial kem = open(KeySpec.ML_KEM_512, MlKemMaterial.class);
    EcMaterial ec = open(KeySpec.ECC_NIST_P256, EcMaterial.class);
    byte[] peer = Materials.generate(KeySpec.ECC_NIST_P256, RANDOM).publicKey().orElseThrow();
    SelfTest.ML_KEM.rerun(true);
    SelfTest.ECDH.rerun(true);

    assertRefused(() -> kem.encapsulate(RANDOM));
    assertRefused(() -> kem.decapsulate(new byte[768]));
    assertRefused(() -> Materials.generate(KeySpec.ML_KEM_512, RANDOM));
    assertRefused(() -> ec.agree(peer));
    assertThat(ec.verify(DIGEST, ec.sign(DIGEST, RANDOM))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "ECC_NIST_P256, ECDSA",
    "ECC_NIST_EDWARDS25519, ED25519",
    "ML_DSA_44, ML_DSA",
    "ML_KEM_512, ML_KEM"
  })
  void import_selfTestFailed_derivesNoPublicKey(KeySpec spec, SelfTest needed) {
    byte[] pkcs8;
    try (NewMaterial made = Materials.generate(spec, RANDOM)) {
      pkcs8 = made.stored().read(byte[]::clone);
    }
    needed.rerun(true);

    assertRefused(() -> ImportedMaterial.check(spec, pkcs8));
  }

  @Test
  void unwrap_selfTestFailed_unwrapsNothing() {
    WrappingKey key;
    try (NewMaterial made = WrappingKey.generate(WrappingKeySpec.RSA_2048, RANDOM)) {
      key = made.stored().read(WrappingKey::open);
    }
    SelfTest.AES_KWP.rerun(true);
    assertRefused(
        () -> key.unwrap(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256, new byte[296], RANDOM));
    SelfTest.RSA_OAEP.rerun(true);
    assertRefused(() -> key.unwrap(WrappingAlgorithm.RSAES_OAEP_SHA_256, new byte[256], RANDOM));
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("self-test");
  }

  private static <M extends KeyMaterial> M open(KeySpec spec, Class<M> type) {
    NewMaterial made = Materials.generate(spec, RANDOM);
    try (var stored = made.stored()) {
      return type.cast(stored.read(bytes -> Materials.open(spec, bytes)));
    }
  }
}
