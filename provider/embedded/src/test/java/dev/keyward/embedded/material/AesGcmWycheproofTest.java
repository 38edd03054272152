package dev.keyward.embedded.material;

import dev.keyward.wycheproof.AesGcmVectors;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bare cipher below Encrypt and Decrypt of the engine. */
@ExtendWith(VectorTally.Extension.class)
class AesGcmWycheproofTest {

  @Test
  void aesGcm_chosenCipher_agrees(VectorTally tally) throws IOException {
    AesGcmVectors.assertAgree(
        () -> Cipher.getInstance("AES/GCM/NoPadding", Primitives.aesGcm()), tally);
  }
}
