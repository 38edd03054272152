package dev.keyward.embedded.material;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.KeySpec;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Run twice by the build: without the Amazon Corretto Crypto Provider, and with it. */
class PrimitivesTest {
  private static final String ACCP_NAME = "AmazonCorrettoCryptoProvider";
  private static final byte[] MESSAGE = {1, 2, 3};

  private static boolean accpIsExpected() {
    return Boolean.getBoolean("keyward.test.accp");
  }

  private static void assumeAccpRunsHere() {
    String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    assumeTrue(
        machine.equals("Linux amd64"),
        "The ACCP jar of this build is for Linux on x86_64, this is " + machine);
  }

  @Test
  void fast_withoutAccp_isEmptyAndTheJdkWorks() {
    assumeTrue(!accpIsExpected(), "ACCP is on this class path");

    assertThat(Primitives.fast()).isEmpty();
    assertThat(Primitives.rsa()).isSameAs(JdkProvider.SUN_JCE.instance());
    assertThat(Primitives.aesGcm()).isSameAs(JdkProvider.SUN_JCE.instance());
  }

  @Test
  void fast_withAccp_isUsedForRsaAndAesGcm() {
    assumeTrue(accpIsExpected(), "ACCP is not on this class path");
    assumeAccpRunsHere();

    assertThat(Primitives.fast().orElseThrow().getName()).isEqualTo(ACCP_NAME);
    assertThat(Primitives.rsa().getName()).isEqualTo(ACCP_NAME);
    assertThat(Primitives.aesGcm().getName()).isEqualTo(ACCP_NAME);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1"})
  void ecdsaSigner_everyCurve_isThatOfAccpIfItIsThere(KeySpec spec) {
    NewMaterial made = EcMaterial.generate(spec, JdkRandom.shared());
    boolean found = apply(made, bytes -> CorrettoEcdsa.of(bytes).isPresent());

    assertThat(found).isEqualTo(Primitives.fast().isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "ECC_NIST_P256, 256",
    "ECC_NIST_P384, 384",
    "ECC_NIST_P521, 512",
    "ECC_SECG_P256K1, 256"
  })
  void ecdsaSign_everyCurve_isVerifiedHereAndBySunEc(KeySpec spec, int hashBits)
      throws GeneralSecurityException {
    NewMaterial made = EcMaterial.generate(spec, JdkRandom.shared());
    EcMaterial key = apply(made, bytes -> EcMaterial.open(spec, bytes));
    byte[] digest = digest(hashBits);
    byte[] signature = key.sign(digest, JdkRandom.shared());

    assertThat(key.verify(digest, signature)).isTrue();
    digest[0] ^= 1;
    assertThat(key.verify(digest, signature)).isFalse();
    if (spec != KeySpec.ECC_SECG_P256K1) { // which SunEC does not know
      Signature verifier =
          Signature.getInstance("SHA" + hashBits + "withECDSA", JdkProvider.SUN_EC.instance());
      verifier.initVerify(publicKey("EC", JdkProvider.SUN_EC, made));
      verifier.update(MESSAGE);
      assertThat(verifier.verify(signature)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"RSA_2048, 256", "RSA_3072, 384", "RSA_4096, 512"})
  void rsaSign_bothPaddings_isVerifiedHereAndBySunRsaSign(KeySpec spec, int hashBits)
      throws GeneralSecurityException {
    NewMaterial made = RsaMaterial.generate(spec, JdkRandom.shared());
    RsaMaterial key = apply(made, bytes -> RsaMaterial.open(spec, bytes));
    PublicKey publicKey = publicKey("RSA", JdkProvider.SUN_RSA_SIGN, made);
    byte[] digest = digest(hashBits);
    SigningAlgorithm pkcs1 = SigningAlgorithm.valueOf("RSASSA_PKCS1_V1_5_SHA_" + hashBits);
    SigningAlgorithm pss = SigningAlgorithm.valueOf("RSASSA_PSS_SHA_" + hashBits);
    byte[] pkcs1Signature = key.sign(pkcs1, digest, JdkRandom.shared());
    byte[] pssSignature = key.sign(pss, digest, JdkRandom.shared());

    assertThat(key.verify(pkcs1, digest, pkcs1Signature)).isTrue();
    assertThat(key.verify(pss, digest, pssSignature)).isTrue();
    assertThat(key.verify(pss, digest, pkcs1Signature)).isFalse();
    assertThat(key.verify(pkcs1, digest, pssSignature)).isFalse();
    Signature verifier =
        Signature.getInstance("SHA" + hashBits + "withRSA", JdkProvider.SUN_RSA_SIGN.instance());
    assertThat(verifies(verifier, publicKey, pkcs1Signature)).isTrue();
    Signature pssVerifier =
        Signature.getInstance("RSASSA-PSS", JdkProvider.SUN_RSA_SIGN.instance());
    String hash = "SHA-" + hashBits;
    pssVerifier.setParameter(
        new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), hashBits / 8, 1));
    assertThat(verifies(pssVerifier, publicKey, pssSignature)).isTrue();
  }

  private static boolean verifies(Signature verifier, PublicKey key, byte[] signature)
      throws GeneralSecurityException {
    verifier.initVerify(key);
    verifier.update(MESSAGE);
    return verifier.verify(signature);
  }

  private static <T> T apply(NewMaterial made, Function<byte[], T> body) {
    try (SecretBytes stored = made.stored()) {
      return stored.read(body);
    }
  }

  private static PublicKey publicKey(String algorithm, JdkProvider provider, NewMaterial made)
      throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm, provider.instance())
        .generatePublic(new X509EncodedKeySpec(made.publicKey().orElseThrow()));
  }

  private static byte[] digest(int bits) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-" + bits, JdkProvider.SUN.instance()).digest(MESSAGE);
  }
}
