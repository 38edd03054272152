package dev.keyward.samples.benchmarks;

import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Times the first messages of 1 MiB of a fresh JVM. Arguments: {@code jdk} or {@code keyward},
 * {@code encrypt} or {@code decrypt}, number of messages (256).
 */
public final class ColdSealedMessage {
  private static final int MIB = 1 << 20;

  private ColdSealedMessage() {}

  /**
   * Runs once and prints one line.
   *
   * @param args see above
   * @throws GeneralSecurityException never
   */
  public static void main(String[] args) throws GeneralSecurityException {
    boolean jdk = args[0].equals("jdk");
    int count = args.length > 2 ? Integer.parseInt(args[2]) : 256;
    Key key = jdk ? new SecretKeySpec(new byte[32], "AES") : ManagedKeys.aes();
    Cipher cipher =
        jdk
            ? Cipher.getInstance(SealedMessageBenchmark.ALGORITHM, "SunJCE")
            : Cipher.getInstance(SealedMessageBenchmark.ALGORITHM, ManagedKeys.provider());
    long millis =
        args[1].equals("encrypt") ? encrypt(cipher, key, count) : decrypt(cipher, key, count);
    System.out.printf(
        "java %s %s %s: %d MiB in %d ms, %.1f MiB/s%n",
        System.getProperty("java.version"),
        args[0],
        args[1],
        count,
        millis,
        1000.0 * count / Math.max(1, millis));
  }

  private static long encrypt(Cipher cipher, Key key, int count) throws GeneralSecurityException {
    byte[] plaintext = new byte[MIB];
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      cipher.init(Cipher.ENCRYPT_MODE, key);
      cipher.doFinal(plaintext);
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static long decrypt(Cipher cipher, Key key, int count) throws GeneralSecurityException {
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] iv = cipher.getIV();
    byte[] message = cipher.doFinal(new byte[MIB]);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, iv));
      cipher.doFinal(message);
    }
    return (System.nanoTime() - start) / 1_000_000;
  }
}
