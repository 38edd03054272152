package dev.keyward.embedded.material;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.jdk.JdkRandom;
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
