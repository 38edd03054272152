package dev.keyward.samples.benchmarks;

import dev.keyward.model.KeySpec;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.TimeUnit;
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

/** A signature on an embedded handle against the JDK's provider with a software key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class SignatureBenchmark {
  /** Who does the work. */
  @Param({"jdk", "keyward"})
  public String provider;

  /** Which signature. */
  @Param({"SHA256withECDSA", "SHA256withRSA"})
  public String algorithm;

  private final byte[] message = new byte[200];
  private Signature signature;
  private PrivateKey key;

  /**
   * Makes the key.
   *
   * @throws GeneralSecurityException never
   */
  @Setup
  public void prepare() throws GeneralSecurityException {
    boolean ec = algorithm.endsWith("ECDSA");
    if (provider.equals("jdk")) {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(ec ? "EC" : "RSA", ec ? "SunEC" : "SunRsaSign");
      if (ec) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else {
        generator.initialize(2048);
      }
      key = generator.generateKeyPair().getPrivate();
      signature = Signature.getInstance(algorithm, ec ? "SunEC" : "SunRsaSign");
    } else {
      key =
          ec
              ? ManagedKeys.pair("EC", KeySpec.ECC_NIST_P256)
              : ManagedKeys.pair("RSA", KeySpec.RSA_2048);
      signature = Signature.getInstance(algorithm, ManagedKeys.provider());
    }
  }

  /**
   * Signs once.
   *
   * @return the signature
   * @throws GeneralSecurityException never
   */
  @Benchmark
  public byte[] sign() throws GeneralSecurityException {
    signature.initSign(key);
    signature.update(message);
    return signature.sign();
  }
}
