package dev.keyward.samples.benchmarks;

import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
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
 * Full TLS 1.3 handshakes, server and client in one thread, with a P-256 key that is managed or
 * came from PKCS12; and what a key manager asks of the key store.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class TlsBenchmark {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String ALIAS = "server";

  /** Where the key is. */
  @Param({"jdk", "keyward"})
  public String provider;

  private KeyStore keys;
  private SSLContext server;
  private SSLContext client;

  /**
   * Makes the key and its certificate.
   *
   * @throws GeneralSecurityException never
   */
  @Setup
  public void prepare() throws GeneralSecurityException {
    try {
      boolean jdk = provider.equals("jdk");
      if (!jdk && Security.getProvider(ManagedKeys.provider().getName()) == null) {
        Security.addProvider(ManagedKeys.provider());
      }
      keys = jdk ? KeyStore.getInstance("PKCS12") : KeyStore.getInstance("KMS");
      keys.load(null, null);
      KeyPair pair = pair(jdk);
      X509Certificate certificate = certificate(pair);
      keys.setKeyEntry(ALIAS, pair.getPrivate(), PASSWORD, new Certificate[] {certificate});
      server = context(keys, null);
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("issuer", certificate);
      client = context(null, trusted);
    } catch (IOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static KeyPair pair(boolean jdk) throws GeneralSecurityException {
    KeyPairGenerator generator =
        jdk
            ? KeyPairGenerator.getInstance("EC", "SunEC")
            : KeyPairGenerator.getInstance("EC", ManagedKeys.provider());
    generator.initialize(
        jdk
            ? new ECGenParameterSpec("secp256r1")
            : ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256));
    return generator.generateKeyPair();
  }

  private static X509Certificate certificate(KeyPair pair)
      throws GeneralSecurityException, OperatorCreationException {
    X500Name name = new X500Name("CN=localhost");
    long now = System.currentTimeMillis();
    PrivateKey signer = pair.getPrivate();
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    new Date(now - TimeUnit.DAYS.toMillis(1)),
                    new Date(now + TimeUnit.DAYS.toMillis(1)),
                    name,
                    pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
  }

  private static SSLContext context(KeyStore own, KeyStore trusted)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
    managers.init(own, PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    if (trusted != null) {
      trust.init(trusted);
    }
    context.init(
        own == null ? null : managers.getKeyManagers(),
        trusted == null ? null : trust.getTrustManagers(),
        null);
    return context;
  }

  /**
   * Shakes hands once. Without a peer's name nothing is resumed.
   *
   * @return the cipher suite
   * @throws GeneralSecurityException if it fails
   */
  @Benchmark
  public String handshake() throws GeneralSecurityException {
    SSLEngine one = client.createSSLEngine();
    SSLEngine other = server.createSSLEngine();
    one.setUseClientMode(true);
    other.setUseClientMode(false);
    ByteBuffer toServer = ByteBuffer.allocate(32_768);
    ByteBuffer toClient = ByteBuffer.allocate(32_768);
    ByteBuffer rest = ByteBuffer.allocate(32_768);
    try {
      one.beginHandshake();
      other.beginHandshake();
      while (isShaking(one) || isShaking(other)) {
        step(one, toClient, toServer, rest);
        step(other, toServer, toClient, rest);
      }
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    return one.getSession().getCipherSuite();
  }

  private static boolean isShaking(SSLEngine engine) {
    HandshakeStatus status = engine.getHandshakeStatus();
    return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out, ByteBuffer rest)
      throws IOException {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> engine.getDelegatedTask().run();
      case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
      default -> {
        in.flip();
        if (in.hasRemaining()) {
          engine.unwrap(in, rest.clear());
        }
        in.compact();
      }
    }
  }

  /**
   * What a key manager asks for at each handshake.
   *
   * @return a key and its chain
   * @throws GeneralSecurityException never
   */
  @Benchmark
  public Object lookUp() throws GeneralSecurityException {
    return new Object[] {keys.getKey(ALIAS, PASSWORD), keys.getCertificateChain(ALIAS)};
  }
}
