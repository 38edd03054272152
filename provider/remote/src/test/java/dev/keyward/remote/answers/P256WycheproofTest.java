package dev.keyward.remote.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.wycheproof.Vector;
import dev.keyward.wycheproof.VectorFile;
import dev.keyward.wycheproof.VectorGroup;
import dev.keyward.wycheproof.VectorRun;
import dev.keyward.wycheproof.VectorTally;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fast verifier of P-256, which is there in tests. No vector is left out. */
@ExtendWith(VectorTally.Extension.class)
class P256WycheproofTest {

  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256r1_sha256_test.json, 174, 310",
    "ecdsa_secp256r1_sha512_test.json, 243, 311"
  })
  void verify_publicKeyOfAVector_agrees(String file, int valid, int invalid, VectorTally tally)
      throws Exception {
    tally
        .add(VectorRun.over(VectorFile.read(file)).run(P256WycheproofTest::verify))
        .assertCounts(valid, invalid, 0, 0);
  }

  private static boolean verify(VectorGroup group, Vector vector) throws Exception {
    KeyFactory factory = KeyFactory.getInstance("EC", JdkProvider.SUN_EC.instance());
    byte[] encoded = group.fields().bytes("publicKeyDer");
    var key = (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(encoded));
    byte[] digest =
        MessageDigest.getInstance(group.fields().text("sha"), JdkProvider.SUN.instance())
            .digest(vector.fields().bytes("msg"));
    return P256.verify(key, digest, vector.fields().bytes("sig")).orElseThrow();
  }

  @Test
  void verify_keyOfAnotherCurve_isLeftToTheJdk() throws Exception {
    KeyFactory factory = KeyFactory.getInstance("EC", JdkProvider.SUN_EC.instance());
    VectorFile p384 = VectorFile.read("ecdsa_secp384r1_sha384_test.json");
    var key =
        (ECPublicKey)
            factory.generatePublic(
                new X509EncodedKeySpec(p384.groups().get(0).fields().bytes("publicKeyDer")));
    assertThat(P256.verify(key, new byte[48], new byte[64])).isEmpty();
  }

  @Test
  void knownSignature_isAskedForBothAnswers() {
    assertThat(KnownSignature.P256.isAnsweredBy(new LightweightEcdsa("secp256r1"))).isTrue();
    assertThat(KnownSignature.P256.isAnsweredBy((x, y, digest, signature) -> true)).isFalse();
    assertThat(KnownSignature.P256.isAnsweredBy((x, y, digest, signature) -> false)).isFalse();
  }
}
