package dev.keyward.samples.benchmarks;

import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
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

/** HMAC and OAEP on embedded handles against SunJCE with software keys. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class ServiceBenchmark {
  private static final String OAEP = "RSA/ECB/OAEPWithSHA-256AndMGF1Padding";
  private static final OAEPParameterSpec SHA256 =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  /** Who does the work. */
  @Param({"jdk", "keyward"})
  public String provider;

  private final byte[] message = new byte[200];
  private Mac mac;
  private Cipher cipher;
  private Key privateKey;
  private byte[] encrypted;

  /**
   * Makes the keys.
   *
   * @throws GeneralSecurityException never
   */
  @Setup
  public void prepare() throws GeneralSecurityException {
    boolean jdk = provider.equals("jdk");
    KeyPairGenerator pairs =
        jdk
            ? KeyPairGenerator.getInstance("RSA", "SunRsaSign")
            : KeyPairGenerator.getInstance("RSA", ManagedKeys.provider());
    KeyGenerator secrets =
        jdk
            ? KeyGenerator.getInstance("HmacSHA256", "SunJCE")
            : KeyGenerator.getInstance("HmacSHA256", ManagedKeys.provider());
    if (jdk) {
      pairs.initialize(2048);
    } else {
      pairs.initialize(
          ManagedKeyParameterSpec.of(KeySpec.RSA_2048).withUsage(KeyUsage.ENCRYPT_DECRYPT));
      secrets.init(ManagedKeyParameterSpec.of(KeySpec.HMAC_256));
    }
    mac =
        jdk
            ? Mac.getInstance("HmacSHA256", "SunJCE")
            : Mac.getInstance("HmacSHA256", ManagedKeys.provider());
    mac.init(secrets.generateKey());
    KeyPair pair = pairs.generateKeyPair();
    privateKey = pair.getPrivate();
    Cipher encryptor = Cipher.getInstance(OAEP, "SunJCE");
    encryptor.init(Cipher.ENCRYPT_MODE, pair.getPublic(), SHA256);
    encrypted = encryptor.doFinal(new byte[32]);
    cipher =
        jdk ? Cipher.getInstance(OAEP, "SunJCE") : Cipher.getInstance(OAEP, ManagedKeys.provider());
  }

  /**
   * Authenticates 200 bytes.
   *
   * @return the tag
   */
  @Benchmark
  public byte[] mac() {
    return mac.doFinal(message);
  }

  /**
   * Decrypts with RSA-2048.
   *
   * @return 32 bytes
   * @throws GeneralSecurityException never
   */
  @Benchmark
  public byte[] decrypt() throws GeneralSecurityException {
    cipher.init(Cipher.DECRYPT_MODE, privateKey, SHA256);
    return cipher.doFinal(encrypted);
  }
}
