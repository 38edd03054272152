package dev.keyward.embedded.material;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.model.KeySpec;
import dev.keyward.wycheproof.Vector;
import dev.keyward.wycheproof.VectorFile;
import dev.keyward.wycheproof.VectorGroup;
import dev.keyward.wycheproof.VectorRun;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys are as long as the hash: other vectors do not fit a KMS key. */
@ExtendWith(VectorTally.Extension.class)
class HmacWycheproofTest {

  @ParameterizedTest
  @CsvSource({
    "hmac_sha224_test.json, HMAC_224, 54, 106, 12",
    "hmac_sha256_test.json, HMAC_256, 54, 108, 12",
    "hmac_sha384_test.json, HMAC_384, 54, 108, 12",
    "hmac_sha512_test.json, HMAC_512, 54, 108, 12",
  })
  void verify_keyOfTheSpec_agrees(
      String file, KeySpec spec, int valid, int invalid, int leftOut, VectorTally tally)
      throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .leaveOut(
                    "the key is shorter or longer than a KMS key",
                    (group, vector) -> group.fields().number("keySize") != spec.size())
                .run((group, vector) -> verify(group, vector, spec)))
        .assertCounts(valid, invalid, 0, leftOut);
  }

  /** A shortened tag is never valid here; but what it was shortened from must be ours. */
  private static boolean verify(VectorGroup group, Vector vector, KeySpec spec) {
    byte[] message = vector.fields().bytes("msg");
    byte[] tag = vector.fields().bytes("tag");
    try (HmacMaterial key = HmacMaterial.copyOf(spec, vector.fields().bytes("key"))) {
      if (group.fields().number("tagSize") == spec.size()) {
        return key.verify(message, tag);
      }
      assertThat(key.verify(message, tag)).isFalse();
      return Arrays.equals(Arrays.copyOf(key.tag(message), tag.length), tag);
    }
  }
}
