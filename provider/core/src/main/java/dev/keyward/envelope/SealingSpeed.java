package dev.keyward.envelope;

import dev.keyward.jdk.JdkRandom;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * How fast the chosen AES-GCM is in this JVM.
 *
 * @param provider who computes it
 * @param mebibytesPerSecond measured warm, in messages of 64 KiB
 */
public record SealingSpeed(String provider, double mebibytesPerSecond) {
  private static final int MESSAGE_BYTES = 65_536;
  private static final int PIECE_BYTES = 4096;

  /** Enough for the compiler to have seen it; see {@link WarmUp}. */
  private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

  private static final long MEASURED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /**
   * Measures for two seconds, under a random key that is forgotten.
   *
   * @return the speed
   * @throws dev.keyward.failure.KeywardException if AES-GCM failed its self-test
   */
  public static SealingSpeed measure() {
    AesGcm chosen = AesGcm.chosen();
    byte[] bytes = new byte[Primitives.KEY_BYTES];
    JdkRandom.shared().nextBytes(bytes);
    MessageKey key = new MessageKey(bytes, "AES");
    try {
      Cipher cipher = chosen.newCipher();
      run(cipher, key, WARM_UP_NANOS);
      return new SealingSpeed(chosen.providerName(), run(cipher, key, MEASURED_NANOS));
    } catch (GeneralSecurityException e) {
      throw new ProviderException("AES-GCM failed inside its provider", e);
    } finally {
      key.destroy();
    }
  }

  private static double run(Cipher cipher, MessageKey key, long nanos)
      throws GeneralSecurityException {
    byte[] message = new byte[MESSAGE_BYTES];
    byte[] output = new byte[MESSAGE_BYTES + SealedMessageHeader.TAG_BYTES];
    byte[] iv = new byte[12];
    long start = System.nanoTime();
    long elapsed;
    long sealed = 0;
    do {
      iv[0] = (byte) sealed;
      iv[1] = (byte) (sealed >> 8);
      iv[2] = (byte) (sealed >> 16);
      cipher.init(
          Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(SealedMessageHeader.TAG_BYTES * 8, iv));
      int done = 0;
      for (int at = 0; at < MESSAGE_BYTES; at += PIECE_BYTES) {
        done += cipher.update(message, at, PIECE_BYTES, output, done);
      }
      cipher.doFinal(output, done);
      sealed++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < nanos);
    double mebibytes = sealed * (double) MESSAGE_BYTES / (1 << 20);
    return mebibytes / (elapsed / 1e9);
  }
}
