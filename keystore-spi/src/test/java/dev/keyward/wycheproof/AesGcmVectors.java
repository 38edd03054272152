package dev.keyward.wycheproof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The vectors of AES-GCM, for a bare JDK cipher: the envelope and the embedded engine each choose
 * one.
 *
 * <p>They cannot go through {@code AES/GCM/NoPadding} on a handle: what comes out of that is a
 * sealed message, which has a header and a key derived for it. Nor through Encrypt of the engine,
 * which derives a key for each ciphertext.
 */
public final class AesGcmVectors {
  private static final int TAG_BITS = 128;

  private AesGcmVectors() {}

  /** Runs them; fails unless all agree and as many ran as there are. */
  public static void assertAgree(Callable<Cipher> newCipher, VectorTally tally) throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read("aes_gcm_test.json"))
                .leaveOut(
                    "IV is not 96 bits long: refused before a cipher is asked (security.md B35)",
                    (group, vector) -> group.fields().number("ivSize") != 96)
                .leaveOut(
                    "tag is not 128 bits long: refused before a cipher is asked (security.md B35);"
                        + " there are none in the file as we know it",
                    (group, vector) -> group.fields().number("tagSize") != TAG_BITS)
                .run((group, vector) -> opensAndSeals(newCipher, vector)))
        .assertCounts(116, 81, 0, 119);
  }

  /**
   * A wrong tag is noticed; a right one gives the plaintext, and that gives the ciphertext.
   *
   * <p>With a cipher for each: the one of ACCP takes an IV it has decrypted with for a used one.
   */
  private static boolean opensAndSeals(Callable<Cipher> newCipher, Vector vector) throws Exception {
    byte[] ciphertext = concatenation(vector.fields().bytes("ct"), vector.fields().bytes("tag"));
    byte[] plaintext = vector.fields().bytes("msg");
    byte[] opened;
    try {
      opened = run(newCipher.call(), Cipher.DECRYPT_MODE, vector, ciphertext);
    } catch (AEADBadTagException e) {
      return false;
    }
    assertThat(opened).isEqualTo(plaintext);
    assertThat(run(newCipher.call(), Cipher.ENCRYPT_MODE, vector, plaintext)).isEqualTo(ciphertext);
    return true;
  }

  /** Only a wrong tag comes out as itself: any other failure must not count as a rejection. */
  private static byte[] run(Cipher cipher, int mode, Vector vector, byte[] input)
      throws AEADBadTagException {
    try {
      SecretKeySpec key = new SecretKeySpec(vector.fields().bytes("key"), "AES");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, vector.fields().bytes("iv")));
      cipher.updateAAD(vector.fields().bytes("aad"));
      return cipher.doFinal(input);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] concatenation(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
