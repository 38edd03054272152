package dev.keyward.embedded.material;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.KeySpec;
import dev.keyward.wycheproof.Vector;
import dev.keyward.wycheproof.VectorFile;
import dev.keyward.wycheproof.VectorRun;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing is compared byte by byte, with the deterministic variant; keys come in as imports do. */
@ExtendWith(VectorTally.Extension.class)
class MlDsaWycheproofTest {
  private static final String NO_CONTEXT = "a KMS signs with the empty context only";

  @ParameterizedTest
  @CsvSource({
    "mldsa_44_verify_test.json, ML_DSA_44, 75, 98, 7",
    "mldsa_65_verify_test.json, ML_DSA_65, 77, 126, 7",
    "mldsa_87_verify_test.json, ML_DSA_87, 69, 165, 7",
  })
  void verify_publicKeyOfAVector_agrees(
      String file, KeySpec spec, int valid, int invalid, int leftOut, VectorTally tally)
      throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .leaveOut(NO_CONTEXT, (group, vector) -> hasContext(vector))
                .run(
                    (group, vector) -> {
                      MLDSAPublicKeyParameters key;
                      try {
                        key =
                            new MLDSAPublicKeyParameters(
                                MlDsaMaterial.parameters(spec), group.fields().bytes("publicKey"));
                      } catch (RuntimeException e) {
                        return false; // such a key never gets into the engine
                      }
                      return MlDsaMaterial.verifyUnproven(
                          key, vector.fields().bytes("msg"), vector.fields().bytes("sig"));
                    }))
        .assertCounts(valid, invalid, 0, leftOut);
  }

  @ParameterizedTest
  @CsvSource({
    "mldsa_44_sign_seed_test.json, ML_DSA_44, 79, 3, 4",
    "mldsa_65_sign_seed_test.json, ML_DSA_65, 98, 3, 4",
    "mldsa_87_sign_seed_test.json, ML_DSA_87, 89, 3, 4",
  })
  void sign_seed_agrees(
      String file, KeySpec spec, int valid, int invalid, int leftOut, VectorTally tally)
      throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .leaveOut(NO_CONTEXT, (group, vector) -> hasContext(vector))
                .run(
                    (group, vector) ->
                        signs(
                            spec,
                            LatticeKeys.ofSeed(spec, group.fields().bytes("privateSeed")),
                            vector)))
        .assertCounts(valid, invalid, 0, leftOut);
  }

  @ParameterizedTest
  @CsvSource({
    "mldsa_44_sign_noseed_test.json, ML_DSA_44, 66, 4, 3",
    "mldsa_65_sign_noseed_test.json, ML_DSA_65, 71, 4, 3",
    "mldsa_87_sign_noseed_test.json, ML_DSA_87, 62, 4, 3",
  })
  void sign_expandedKey_agrees(
      String file, KeySpec spec, int valid, int invalid, int leftOut, VectorTally tally)
      throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .leaveOut(NO_CONTEXT, (group, vector) -> hasContext(vector))
                .run(
                    (group, vector) ->
                        signs(
                            spec,
                            LatticeKeys.ofExpanded(spec, group.fields().bytes("privateKey")),
                            vector)))
        .assertCounts(valid, invalid, 0, leftOut);
  }

  private static boolean hasContext(Vector vector) {
    return vector.fields().has("ctx") && vector.fields().bytes("ctx").length > 0;
  }

  private static boolean signs(KeySpec spec, byte[] pkcs8, Vector vector) {
    MlDsaMaterial key;
    try {
      key = (MlDsaMaterial) LatticeKeys.imported(spec, pkcs8);
    } catch (MaterialException e) {
      if (!e.getMessage().contains("zeros")) {
        return false;
      }
      // Some vectors have the seed 0, which is not imported; the arithmetic is right all the same.
      key = (MlDsaMaterial) Materials.open(spec, pkcs8);
    }
    byte[] expected = vector.fields().bytes("sig");
    Optional<SecureRandom> random =
        vector.fields().has("rnd")
            ? Optional.of(new FixedRandom(vector.fields().bytes("rnd")))
            : Optional.empty();
    if (vector.fields().has("mu")) {
      byte[] mu = vector.fields().bytes("mu");
      assertThat(key.signMuUnproven(mu, random)).isEqualTo(expected);
      assertThat(key.verifyMu(mu, key.signMu(mu, JdkRandom.shared()))).isTrue();
    }
    return !vector.fields().has("msg")
        || Arrays.equals(key.signUnproven(vector.fields().bytes("msg"), random), expected);
  }
}
