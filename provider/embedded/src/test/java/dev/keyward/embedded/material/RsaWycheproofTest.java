package dev.keyward.embedded.material;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.KeySpec;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.wycheproof.Fields;
import dev.keyward.wycheproof.Vector;
import dev.keyward.wycheproof.VectorFile;
import dev.keyward.wycheproof.VectorGroup;
import dev.keyward.wycheproof.VectorRun;
import dev.keyward.wycheproof.VectorRun.Decision;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine's own RSA: signatures verified, signatures made again, ciphertexts decrypted. */
@ExtendWith(VectorTally.Extension.class)
class RsaWycheproofTest {
  private static final Set<String> HASHES = Set.of("SHA-256", "SHA-384", "SHA-512");
  private static final Set<Integer> MODULUS_BITS = Set.of(2048, 3072, 4096);

  @ParameterizedTest
  @CsvSource({
    "rsa_signature_2048_sha256_test.json, 9, 249",
    "rsa_signature_2048_sha384_test.json, 7, 250",
    "rsa_signature_2048_sha512_test.json, 8, 250",
    "rsa_signature_3072_sha256_test.json, 8, 250",
    "rsa_signature_3072_sha384_test.json, 7, 251",
    "rsa_signature_3072_sha512_test.json, 8, 251",
    "rsa_signature_4096_sha256_test.json, 7, 250",
    "rsa_signature_4096_sha384_test.json, 7, 251",
    "rsa_signature_4096_sha512_test.json, 7, 251",
  })
  void pkcs1_publicKeyOfAVector_agrees(String file, int valid, int invalid, VectorTally tally)
      throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .decide(
                    "MissingNull",
                    Decision.REJECT,
                    "RFC 8017, appendix A.2.4 wants the NULL here; one encoding is compared")
                .run((group, vector) -> verify("RSASSA_PKCS1_V1_5_", "RSA", group, vector)))
        .assertCounts(valid, invalid, 1, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "rsa_pss_2048_sha256_mgf1_32_test.json, RSA, 63, 45, 0",
    "rsa_pss_2048_sha384_mgf1_48_test.json, RSA, 95, 46, 0",
    "rsa_pss_3072_sha256_mgf1_32_test.json, RSA, 63, 45, 0",
    "rsa_pss_4096_sha256_mgf1_32_test.json, RSA, 63, 45, 0",
    "rsa_pss_4096_sha384_mgf1_48_test.json, RSA, 95, 46, 0",
    "rsa_pss_4096_sha512_mgf1_64_test.json, RSA, 132, 47, 0",
    "rsa_pss_misc_test.json, RSA, 3, 0, 147",
    "rsa_pss_2048_sha256_mgf1_32_params_test.json, RSASSA-PSS, 63, 45, 0",
    "rsa_pss_3072_sha256_mgf1_32_params_test.json, RSASSA-PSS, 63, 45, 0",
    "rsa_pss_4096_sha512_mgf1_64_params_test.json, RSASSA-PSS, 132, 47, 0",
    "rsa_pss_misc_params_test.json, RSASSA-PSS, 3, 0, 147",
  })
  void pss_publicKeyOfAVector_agrees(
      String file, String keyAlgorithm, int valid, int invalid, int notRun, VectorTally tally)
      throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .leaveOut(
                    "KMS has PSS with one hash in both places and a salt of its length only; the"
                        + " provider's tests run these vectors",
                    (group, vector) -> !isPssOfKms(group.fields()))
                .run((group, vector) -> verify("RSASSA_PSS_", keyAlgorithm, group, vector)))
        .assertCounts(valid, invalid, 0, notRun);
  }

  @ParameterizedTest
  @CsvSource({
    "rsa_pkcs1_2048_sig_gen_test.json, 24, 3, 16",
    "rsa_pkcs1_3072_sig_gen_test.json, 24, 2, 0",
    "rsa_pkcs1_4096_sig_gen_test.json, 24, 0, 0",
  })
  void pkcs1_privateKeyOfAVector_makesTheSameSignature(
      String file, int valid, int acceptable, int notRun, VectorTally tally) throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .leaveOut(
                    "KMS does not sign with SHA-1 or SHA-224",
                    (group, vector) -> !HASHES.contains(group.fields().text("sha")))
                .decide(
                    "SmallPublicKey",
                    Decision.ACCEPT,
                    "e = 3 is computed right; keeping such keys out is the task of the import,"
                        + " before material gets here (security.md B87)")
                .run(RsaWycheproofTest::signsTheSame))
        .assertCounts(valid, 0, acceptable, notRun);
  }

  @ParameterizedTest
  @CsvSource({
    "rsa_oaep_2048_sha1_mgf1sha1_test.json, 10, 19, 7",
    "rsa_oaep_2048_sha256_mgf1sha256_test.json, 10, 19, 8",
    "rsa_oaep_3072_sha256_mgf1sha256_test.json, 10, 19, 8",
    "rsa_oaep_4096_sha256_mgf1sha256_test.json, 10, 19, 8",
    "rsa_oaep_misc_test.json, 18, 0, 377",
    "rsa_oaep_2048_sha256_mgf1sha1_test.json, 0, 0, 31",
    "rsa_oaep_3072_sha256_mgf1sha1_test.json, 0, 0, 32",
    "rsa_oaep_4096_sha256_mgf1sha1_test.json, 0, 0, 32",
  })
  void oaep_privateKeyOfAVector_agrees(
      String file, int valid, int invalid, int notRun, VectorTally tally) throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .leaveOut(
                    "KMS has OAEP with SHA-1 or SHA-256, the same in MGF1, and keys of 2,048, 3,072"
                        + " and 4,096 bits",
                    (group, vector) -> !isOaepOfKms(group.fields()))
                .leaveOut(
                    "KMS has no label", (group, vector) -> !vector.fields().text("label").isEmpty())
                .run(RsaWycheproofTest::decrypts))
        .assertCounts(valid, invalid, 0, notRun);
  }

  private static boolean verify(
      String family, String keyAlgorithm, VectorGroup group, Vector vector)
      throws GeneralSecurityException {
    SigningAlgorithm algorithm = algorithm(family, group.fields());
    return RsaSignatures.verify(
        algorithm,
        digest(group.fields(), vector),
        vector.fields().bytes("sig"),
        publicKey(keyAlgorithm, group));
  }

  private static boolean signsTheSame(VectorGroup group, Vector vector)
      throws GeneralSecurityException {
    SigningAlgorithm algorithm = algorithm("RSASSA_PKCS1_V1_5_", group.fields());
    RsaMaterial key = open(group.fields().bytes("privateKeyPkcs8"), group.fields());
    byte[] digest = digest(group.fields(), vector);
    byte[] signature = key.sign(algorithm, digest, JdkRandom.shared());
    assertThat(key.verify(algorithm, digest, signature)).isTrue();
    return Arrays.equals(signature, vector.fields().bytes("sig"));
  }

  private static boolean decrypts(VectorGroup group, Vector vector) {
    EncryptionAlgorithm algorithm =
        EncryptionAlgorithm.valueOf("RSAES_OAEP_" + group.fields().text("sha").replace('-', '_'));
    RsaMaterial key = open(group.fields().bytes("privateKeyPkcs8"), group.fields());
    try {
      byte[] plaintext = key.decrypt(algorithm, vector.fields().bytes("ct"));
      assertThat(plaintext).isEqualTo(vector.fields().bytes("msg"));
      return true;
    } catch (MaterialException e) {
      return false;
    }
  }

  private static RsaMaterial open(byte[] pkcs8, Fields group) {
    return (RsaMaterial) Materials.open(KeySpec.valueOf("RSA_" + group.number("keySize")), pkcs8);
  }

  private static boolean isPssOfKms(Fields group) {
    String hash = group.text("sha");
    return HASHES.contains(hash)
        && hash.equals(group.text("mgfSha"))
        && group.number("sLen") == Integer.parseInt(hash.substring(4)) / 8;
  }

  private static boolean isOaepOfKms(Fields group) {
    String hash = group.text("sha");
    return Set.of("SHA-1", "SHA-256").contains(hash)
        && hash.equals(group.text("mgfSha"))
        && MODULUS_BITS.contains(group.number("keySize"));
  }

  private static SigningAlgorithm algorithm(String family, Fields group) {
    return SigningAlgorithm.valueOf(family + group.text("sha").replace('-', '_'));
  }

  private static byte[] digest(Fields group, Vector vector) throws GeneralSecurityException {
    return MessageDigest.getInstance(group.text("sha"), JdkProvider.SUN.instance())
        .digest(vector.fields().bytes("msg"));
  }

  /** An RSA key by its numbers, also where the vector says RSASSA-PSS: the engine has no others. */
  private static RSAPublicKey publicKey(String algorithm, VectorGroup group) {
    Provider jdk = JdkProvider.SUN_RSA_SIGN.instance();
    try {
      RSAPublicKey key =
          (RSAPublicKey)
              KeyFactory.getInstance(algorithm, jdk)
                  .generatePublic(new X509EncodedKeySpec(group.fields().bytes("publicKeyDer")));
      return (RSAPublicKey)
          KeyFactory.getInstance("RSA", jdk)
              .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key of the group cannot be read", e);
    }
  }
}
