package dev.keyward.embedded.root;

import dev.keyward.wycheproof.Fields;
import dev.keyward.wycheproof.VectorFile;
import dev.keyward.wycheproof.VectorRun;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** HKDF of the store, which is that of SHA-256. */
@ExtendWith(VectorTally.Extension.class)
class HkdfWycheproofTest {
  private static final byte[] NO_SALT = new byte[32];

  @Test
  void derive_sha256_agrees(VectorTally tally) throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read("hkdf_sha256_test.json"))
                .run((group, vector) -> derives(vector.fields())))
        .assertCounts(83, 3, 0, 0);
  }

  /** RFC 5869, section 2.2: no salt is a salt of zeros as long as the hash. */
  private static boolean derives(Fields vector) {
    byte[] salt = vector.bytes("salt").length == 0 ? NO_SALT : vector.bytes("salt");
    try {
      byte[] derived =
          Hkdf.derive(vector.bytes("ikm"), salt, vector.bytes("info"), vector.number("size"));
      return Arrays.equals(derived, vector.bytes("okm"));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
