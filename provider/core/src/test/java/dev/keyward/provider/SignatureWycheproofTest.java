package dev.keyward.provider;

import dev.keyward.KeywardProvider;
import dev.keyward.jdk.JdkProvider;
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
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Verifying with an ordinary public key through the provider's own Signature services.
 *
 * <p>The files of P1363, Ed25519, ML-DSA and secp256k1, for which the JDK has had neither a key
 * factory nor a verifier since 16, are run by {@link ServicesWycheproofTest}.
 */
@ExtendWith(VectorTally.Extension.class)
class SignatureWycheproofTest {
  private static final Provider KEYWARD = new KeywardProvider();

  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256r1_sha256_test.json, 174, 310, 350, 479",
    "ecdsa_secp256r1_sha512_test.json, 243, 311, 420, 549",
    "ecdsa_secp384r1_sha256_test.json, 162, 310, 350, 467",
    "ecdsa_secp384r1_sha384_test.json, 194, 310, 382, 499",
    "ecdsa_secp384r1_sha512_test.json, 231, 311, 420, 537",
    "ecdsa_secp521r1_sha512_test.json, 232, 310, 419, 537",
  })
  void ecdsa_publicKeyOfAVector_agrees(
      String file, int valid, int invalid, int largeX, int smallestLargeX, VectorTally tally)
      throws IOException {
    VectorRun run = VectorRun.over(VectorFile.read(file));
    if (Runtime.version().feature() == 17) {
      run.knownDeviation(
          "SunEC of 17 compares r with the x-coordinate without reducing that modulo n, so it"
              + " rejects the valid signatures with x >= n: one in 2^128 for P-256, fewer for the"
              + " others. It never accepts a wrong one. 25 does it right.",
          largeX,
          smallestLargeX);
    }
    tally
        .add(
            run.run(
                (group, vector) ->
                    verify(
                        hash(group) + "withECDSA",
                        publicKey(JdkProvider.SUN_EC, "EC", group),
                        null,
                        vector)))
        .assertCounts(valid, invalid, 0, 0);
  }

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
                    Decision.ACCEPT,
                    "SunRsaSign compares with two encodings, with and without NULL, and parses"
                        + " neither. A key that is not ours is verified as the JDK does it; the"
                        + " engine's own verifier knows one encoding only.")
                .run(
                    (group, vector) ->
                        verify(
                            hash(group) + "withRSA",
                            publicKey(JdkProvider.SUN_RSA_SIGN, "RSA", group),
                            null,
                            vector)))
        .assertCounts(valid, invalid, 1, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "rsa_pss_2048_sha256_mgf1_32_test.json, RSA, 63, 45",
    "rsa_pss_2048_sha384_mgf1_48_test.json, RSA, 95, 46",
    "rsa_pss_3072_sha256_mgf1_32_test.json, RSA, 63, 45",
    "rsa_pss_4096_sha256_mgf1_32_test.json, RSA, 63, 45",
    "rsa_pss_4096_sha384_mgf1_48_test.json, RSA, 95, 46",
    "rsa_pss_4096_sha512_mgf1_64_test.json, RSA, 132, 47",
    "rsa_pss_misc_test.json, RSA, 150, 0",
    "rsa_pss_2048_sha256_mgf1_32_params_test.json, RSASSA-PSS, 63, 45",
    "rsa_pss_3072_sha256_mgf1_32_params_test.json, RSASSA-PSS, 63, 45",
    "rsa_pss_4096_sha512_mgf1_64_params_test.json, RSASSA-PSS, 132, 47",
    "rsa_pss_misc_params_test.json, RSASSA-PSS, 150, 0",
  })
  void pss_publicKeyOfAVector_agrees(
      String file, String keyAlgorithm, int valid, int invalid, VectorTally tally)
      throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .run(
                    (group, vector) ->
                        verify(
                            "RSASSA-PSS",
                            publicKey(JdkProvider.SUN_RSA_SIGN, keyAlgorithm, group),
                            pss(group.fields()),
                            vector)))
        .assertCounts(valid, invalid, 0, 0);
  }

  private static boolean verify(
      String algorithm, PublicKey key, PSSParameterSpec parameters, Vector vector)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm, KEYWARD);
    signature.initVerify(key);
    if (parameters != null) {
      signature.setParameter(parameters);
    }
    signature.update(vector.fields().bytes("msg"));
    return signature.verify(vector.fields().bytes("sig"));
  }

  private static PSSParameterSpec pss(Fields group) {
    return new PSSParameterSpec(
        group.text("sha"),
        group.text("mgf"),
        new MGF1ParameterSpec(group.text("mgfSha")),
        group.number("sLen"),
        PSSParameterSpec.TRAILER_FIELD_BC);
  }

  private static String hash(VectorGroup group) {
    return group.fields().text("sha").replace("-", "");
  }

  /** Fails with something unchecked: a key that cannot be read must not count as a rejection. */
  private static PublicKey publicKey(JdkProvider provider, String algorithm, VectorGroup group) {
    try {
      return KeyFactory.getInstance(algorithm, provider.instance())
          .generatePublic(new X509EncodedKeySpec(group.fields().bytes("publicKeyDer")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key of the group cannot be read", e);
    }
  }
}
