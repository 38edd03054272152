package dev.keyward.envelope;

import dev.keyward.wycheproof.AesGcmVectors;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bare cipher below a sealed message. */
@ExtendWith(VectorTally.Extension.class)
class AesGcmWycheproofTest {

  @Test
  void aesGcm_chosenCipher_agrees(VectorTally tally) throws IOException {
    AesGcmVectors.assertAgree(AesGcm.chosen()::newCipher, tally);
  }

  @Test
  void aesGcm_cipherOfTheJdk_agrees(VectorTally tally)
      throws IOException, GeneralSecurityException {
    AesGcmVectors.assertAgree(AesGcm.ofJdk()::newCipher, tally);
  }
}
