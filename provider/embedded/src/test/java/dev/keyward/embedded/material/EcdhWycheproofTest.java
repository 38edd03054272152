package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import dev.keyward.wycheproof.Vector;
import dev.keyward.wycheproof.VectorFile;
import dev.keyward.wycheproof.VectorRun;
import dev.keyward.wycheproof.VectorRun.Decision;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine's key agreement: with the other side's key as DER, and as a bare point. */
@ExtendWith(VectorTally.Extension.class)
class EcdhWycheproofTest {

  @ParameterizedTest
  @CsvSource({
    "ecdh_secp256r1_test.json, ECC_NIST_P256, 330, 52, 230",
    "ecdh_secp384r1_test.json, ECC_NIST_P384, 771, 46, 230",
    "ecdh_secp521r1_test.json, ECC_NIST_P521, 632, 56, 228",
  })
  void agree_subjectPublicKeyInfo_agrees(
      String file, KeySpec spec, int valid, int invalid, int acceptable, VectorTally tally)
      throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .decide("InvalidAsn", Decision.REJECT, "only exact DER is read")
                .decide("UnnamedCurve", Decision.REJECT, "curves are given by name")
                .decide("CompressedPoint", Decision.ACCEPT, "RFC 5480 allows it, and it is safe")
                .run(
                    (group, vector) ->
                        gives(vector, key(spec, vector), vector.fields().bytes("public"))))
        .assertCounts(valid, invalid, acceptable, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "ecdh_secp256r1_ecpoint_test.json, ECC_NIST_P256, 330, 24",
    "ecdh_secp384r1_ecpoint_test.json, ECC_NIST_P384, 771, 18",
    "ecdh_secp521r1_ecpoint_test.json, ECC_NIST_P521, 632, 28",
  })
  void agree_point_agrees(String file, KeySpec spec, int valid, int invalid, VectorTally tally)
      throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .decide("CompressedPoint", Decision.ACCEPT, "RFC 5480 allows it, and it is safe")
                .run(
                    (group, vector) -> {
                      try {
                        PeerPublicKey peer =
                            PeerPublicKey.parsePoint(
                                vector.fields().bytes("public"), EcMaterial.domain(spec));
                        return isShared(vector, key(spec, vector).agreeUnproven(peer));
                      } catch (MaterialException e) {
                        return false;
                      }
                    }))
        .assertCounts(valid, invalid, 1, 0);
  }

  private static EcMaterial key(KeySpec spec, Vector vector) {
    return EcMaterial.of(spec, vector.fields().text("private"));
  }

  private static boolean gives(Vector vector, EcMaterial key, byte[] peer) {
    try {
      return isShared(vector, key.agree(peer));
    } catch (MaterialException e) {
      return false;
    }
  }

  private static boolean isShared(Vector vector, SecretBytes secret) {
    byte[] expected = vector.fields().bytes("shared");
    try (secret) {
      return secret.read(bytes -> Arrays.equals(bytes, expected));
    }
  }
}
