package dev.keyward.embedded.material;

import dev.keyward.wycheproof.Vector;
import dev.keyward.wycheproof.VectorFile;
import dev.keyward.wycheproof.VectorRun;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bare cipher below imports in two steps. */
@ExtendWith(VectorTally.Extension.class)
class AesKwpWycheproofTest {

  @Test
  void aesKwp_chosenCipher_agrees(VectorTally tally) throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read("aes_kwp_test.json"))
                .run((group, vector) -> unwraps(vector)))
        .assertCounts(77, 177, 0, 0);
  }

  private static boolean unwraps(Vector vector) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding", Primitives.aesKwp());
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(vector.fields().bytes("key"), "AES"));
    return Arrays.equals(cipher.doFinal(vector.fields().bytes("ct")), vector.fields().bytes("msg"));
  }
}
