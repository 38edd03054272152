package dev.keyward.embedded.material;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.wycheproof.Vector;
import dev.keyward.wycheproof.VectorFile;
import dev.keyward.wycheproof.VectorGroup;
import dev.keyward.wycheproof.VectorRun;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine's own ECDSA verifier, which takes exact DER only. No vector is left out. */
@ExtendWith(VectorTally.Extension.class)
class EcdsaWycheproofTest {

  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256k1_sha256_test.json, 32, 168, 308",
    "ecdsa_secp256k1_sha512_test.json, 32, 237, 309",
    "ecdsa_secp256r1_sha256_test.json, 32, 174, 310",
    "ecdsa_secp256r1_sha512_test.json, 32, 243, 311",
    "ecdsa_secp384r1_sha256_test.json, 48, 162, 310",
    "ecdsa_secp384r1_sha384_test.json, 48, 194, 310",
    "ecdsa_secp384r1_sha512_test.json, 48, 231, 311",
    "ecdsa_secp521r1_sha512_test.json, 64, 232, 310",
  })
  void verify_publicKeyOfAVector_agrees(
      String file, int curveDigestBytes, int valid, int invalid, VectorTally tally)
      throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .run((group, vector) -> verify(group, vector, curveDigestBytes)))
        .assertCounts(valid, invalid, 0, 0);
  }

  @Test
  void verify_vectorsOfBitcoin_agreeButForHighS(VectorTally tally) throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read("ecdsa_secp256k1_sha256_bitcoin_test.json"))
                .knownDeviation(
                    "s above n/2 is a valid ECDSA signature (FIPS 186-5 has no such rule), and KMS"
                        + " makes such signatures. Bitcoin's rule is not ours.",
                    1,
                    388)
                .run((group, vector) -> verify(group, vector, 32)))
        .assertCounts(162, 301, 0, 0);
  }

  /**
   * A key service has one digest length a curve. A digest of another hash is cut or padded on the
   * left, which must not change the verdict.
   */
  private static boolean verify(VectorGroup group, Vector vector, int curveDigestBytes)
      throws NoSuchAlgorithmException {
    ECPublicKeyParameters key = publicKey(group);
    byte[] signature = vector.fields().bytes("sig");
    byte[] digest =
        MessageDigest.getInstance(group.fields().text("sha"), JdkProvider.SUN.instance())
            .digest(vector.fields().bytes("msg"));
    boolean verdict = EcMaterial.verify(key, digest, signature);
    byte[] fitted = fit(digest, curveDigestBytes);
    assertThat(EcMaterial.verify(key, fitted, signature)).isEqualTo(verdict);
    return verdict;
  }

  private static byte[] fit(byte[] digest, int length) {
    if (digest.length >= length) {
      return Arrays.copyOf(digest, length);
    }
    byte[] padded = new byte[length];
    System.arraycopy(digest, 0, padded, length - digest.length, digest.length);
    return padded;
  }

  private static ECPublicKeyParameters publicKey(VectorGroup group) {
    try {
      return (ECPublicKeyParameters)
          PublicKeyFactory.createKey(group.fields().bytes("publicKeyDer"));
    } catch (IOException e) {
      throw new IllegalStateException("the key of the group cannot be read", e);
    }
  }
}
