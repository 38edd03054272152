package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import dev.keyward.wycheproof.Fields;
import dev.keyward.wycheproof.VectorFile;
import dev.keyward.wycheproof.VectorRun;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Private keys come in as imports do. No vector is left out. */
@ExtendWith(VectorTally.Extension.class)
class MlKemWycheproofTest {

  @ParameterizedTest
  @CsvSource({"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
  void decapsulate_seed_agrees(KeySpec spec, VectorTally tally) throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read("mlkem_" + spec.size() + "_test.json"))
                .run(
                    (group, vector) ->
                        decapsulates(
                            spec,
                            LatticeKeys.ofSeed(spec, vector.fields().bytes("seed")),
                            vector.fields())))
        .assertCounts(153, 40, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
  void decapsulate_expandedKey_agrees(KeySpec spec, VectorTally tally) throws IOException {
    tally
        .add(
            VectorRun.over(
                    VectorFile.read("mlkem_" + spec.size() + "_semi_expanded_decaps_test.json"))
                .run(
                    (group, vector) ->
                        decapsulates(
                            spec,
                            LatticeKeys.ofExpanded(spec, vector.fields().bytes("dk")),
                            vector.fields())))
        .assertCounts(3, 6, 0, 0);
  }

  private static boolean decapsulates(KeySpec spec, byte[] pkcs8, Fields vector) {
    try {
      MlKemMaterial key = (MlKemMaterial) LatticeKeys.imported(spec, pkcs8);
      try (SecretBytes secret = key.decapsulate(vector.bytes("c"))) {
        byte[] expected = vector.bytes("K");
        return secret.read(bytes -> Arrays.equals(bytes, expected));
      }
    } catch (MaterialException e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
  void key_seed_expandsToThePublishedKeys(KeySpec spec, VectorTally tally) throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read("mlkem_" + spec.size() + "_keygen_seed_test.json"))
                .run(
                    (group, vector) -> {
                      MLKEMPrivateKeyParameters key =
                          new MLKEMPrivateKeyParameters(
                              MlKemMaterial.parameters(spec), vector.fields().bytes("seed"));
                      return Arrays.equals(key.getEncoded(), vector.fields().bytes("dk"))
                          && Arrays.equals(key.getPublicKey(), vector.fields().bytes("ek"));
                    }))
        .assertCounts(100, 0, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({"ML_KEM_512, 128", "ML_KEM_768, 132", "ML_KEM_1024, 136"})
  void encapsulate_publicKeyOfAVector_agrees(KeySpec spec, int invalid, VectorTally tally)
      throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read("mlkem_" + spec.size() + "_encaps_test.json"))
                .run((group, vector) -> encapsulates(spec, vector.fields())))
        .assertCounts(133, invalid, 0, 0);
  }

  private static boolean encapsulates(KeySpec spec, Fields vector) {
    MLKEMPublicKeyParameters key;
    try {
      key = new MLKEMPublicKeyParameters(MlKemMaterial.parameters(spec), vector.bytes("ek"));
    } catch (RuntimeException e) {
      return false; // such a key never gets into the engine
    }
    byte[] expected = vector.bytes("K");
    try (Encapsulated made =
        MlKemMaterial.encapsulated(
            MLKEMGenerator.internalGenerateEncapsulated(key, vector.bytes("m")))) {
      return Arrays.equals(made.ciphertext(), vector.bytes("c"))
          && made.sharedSecret().read(bytes -> Arrays.equals(bytes, expected));
    }
  }
}
