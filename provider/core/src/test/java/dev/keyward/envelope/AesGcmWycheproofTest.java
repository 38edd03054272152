package dev.keyward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.wycheproof.Outcome;
import dev.keyward.wycheproof.Vector;
import dev.keyward.wycheproof.VectorFile;
import dev.keyward.wycheproof.VectorRun;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * AES-GCM as the envelope uses it. The vectors cannot go through {@code AES/GCM/NoPadding} on a
 * handle: what comes out of that is a sealed message, which has a header, and a key derived for it.
 */
@ExtendWith(VectorTally.Extension.class)
class AesGcmWycheproofTest {
  private static final int TAG_BITS = 128;

  @Test
  void aesGcm_chosenCipher_agrees(VectorTally tally) throws IOException {
    agrees(AesGcm.chosen(), tally);
  }

  @Test
  void aesGcm_cipherOfTheJdk_agrees(VectorTally tally)
      throws IOException, GeneralSecurityException {
    agrees(AesGcm.ofJdk(), tally);
  }

  private static void agrees(AesGcm aesGcm, VectorTally tally) throws IOException {
    Outcome outcome =
        tally.add(
            VectorRun.over(VectorFile.read("aes_gcm_test.json"))
                .leaveOut(
                    "IV is not 96 bits long: refused before the cipher is asked (security.md B35)",
                    (group, vector) -> group.fields().number("ivSize") != 96)
                .leaveOut(
                    "tag is not 128 bits long: refused before the cipher is asked",
                    (group, vector) -> group.fields().number("tagSize") != TAG_BITS)
                .run((group, vector) -> opensAndSeals(aesGcm.newCipher(), vector)));

    outcome.assertCounts(116, 81, 0, 119);
    assertThat(outcome.leftOut())
        .containsOnlyKeys(
            "IV is not 96 bits long: refused before the cipher is asked (security.md B35)");
  }

  /** A wrong tag is noticed; a right one gives the plaintext, and that gives the ciphertext. */
  private static boolean opensAndSeals(Cipher cipher, Vector vector)
      throws GeneralSecurityException {
    byte[] ciphertext = concatenation(vector.fields().bytes("ct"), vector.fields().bytes("tag"));
    byte[] plaintext = vector.fields().bytes("msg");
    byte[] opened;
    try {
      opened = run(cipher, Cipher.DECRYPT_MODE, vector, ciphertext);
    } catch (AEADBadTagException e) {
      return false;
    }
    assertThat(opened).isEqualTo(plaintext);
    assertThat(run(cipher, Cipher.ENCRYPT_MODE, vector, plaintext)).isEqualTo(ciphertext);
    return true;
  }

  private static byte[] run(Cipher cipher, int mode, Vector vector, byte[] input)
      throws GeneralSecurityException {
    SecretKeySpec key = new SecretKeySpec(vector.fields().bytes("key"), "AES");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, vector.fields().bytes("iv")));
    cipher.updateAAD(vector.fields().bytes("aad"));
    return cipher.doFinal(input);
  }

  private static byte[] concatenation(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
