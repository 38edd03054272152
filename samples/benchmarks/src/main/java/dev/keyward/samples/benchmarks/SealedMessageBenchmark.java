package dev.keyward.samples.benchmarks;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A sealed message on a handle, with a warm data-key cache, against AES/GCM of the same JDK with a
 * software key: the same calls, a reused {@code Cipher}, a fresh random IV for each message.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 1)
public class SealedMessageBenchmark {
  static final String ALGORITHM = "AES/GCM/NoPadding";

  /** Who does the work. */
  @Param({"jdk", "keyward"})
  public String provider;

  /** Bytes of plaintext. */
  @Param({"64", "1024", "65536", "1048576"})
  public int size;

  private Cipher cipher;
  private Key key;
  private byte[] plaintext;
  private byte[] out;
  private byte[] message;
  private byte[] messageIv;

  /**
   * Makes key, plaintext and one message to decrypt.
   *
   * @throws GeneralSecurityException never
   */
  @Setup
  public void prepare() throws GeneralSecurityException {
    if (provider.equals("jdk")) {
      byte[] bytes = new byte[32];
      new SecureRandom().nextBytes(bytes);
      key = new SecretKeySpec(bytes, "AES");
      cipher = Cipher.getInstance(ALGORITHM, "SunJCE");
    } else {
      key = ManagedKeys.aes();
      cipher = Cipher.getInstance(ALGORITHM, ManagedKeys.provider());
    }
    plaintext = new byte[size];
    cipher.init(Cipher.ENCRYPT_MODE, key);
    messageIv = cipher.getIV();
    message = cipher.doFinal(plaintext);
    out = new byte[message.length];
  }

  /**
   * Encrypts one message into an array of the caller.
   *
   * @return its length
   * @throws GeneralSecurityException never
   */
  @Benchmark
  public int encrypt() throws GeneralSecurityException {
    cipher.init(Cipher.ENCRYPT_MODE, key);
    return cipher.doFinal(plaintext, 0, size, out, 0);
  }

  /**
   * Decrypts one message into a new array.
   *
   * @return the plaintext
   * @throws GeneralSecurityException never
   */
  @Benchmark
  public byte[] decrypt() throws GeneralSecurityException {
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, messageIv));
    return cipher.doFinal(message);
  }
}
