package dev.keyward.remote.stub;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that also makes certificates nobody should trust. */
public final class TestPki {
  private static final X500Name CA = new X500Name("CN=Keyward test authority");

  private final KeyPair authority = pair(2048);
  private final X509Certificate root;

  public TestPki() {
    Server ca = new Server(CA.toString(), null, Duration.ofDays(1), 2048, "SHA256withRSA");
    root = certificate(ca, authority, true);
  }

  /** A server's certificate. */
  public record Server(String name, String host, Duration validFor, int bits, String algorithm) {
    public static Server good() {
      return new Server("CN=server", "localhost", Duration.ofDays(1), 2048, "SHA256withRSA");
    }

    public Server withHost(String other) {
      return new Server(name, other, validFor, bits, algorithm);
    }

    public Server expired() {
      return new Server(name, host, Duration.ofHours(-1), bits, algorithm);
    }

    public Server withBits(int other) {
      return new Server(name, host, validFor, other, algorithm);
    }

    public Server signedWith(String other) {
      return new Server(name, host, validFor, bits, other);
    }
  }

  private static KeyPair pair(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate certificate(Server server, KeyPair pair, boolean isAuthority) {
    Instant end = Instant.now().plus(server.validFor());
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              CA,
              new BigInteger(64, new java.util.Random(System.nanoTime())),
              Date.from(end.minus(Duration.ofDays(3))),
              Date.from(end),
              new X500Name(server.name()),
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      if (server.host() != null) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.dNSName, server.host())));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder(server.algorithm()).build(authority.getPrivate())));
    } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The authority as a PEM file. */
  public Path bundle(Path directory) throws IOException, GeneralSecurityException {
    String base64 = Base64.getMimeEncoder().encodeToString(root.getEncoded());
    return Files.writeString(
        directory.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
  }

  /** A TLS server that does with requests what it is told. */
  public FaultServer start(Server server, FaultServer.Behaviour behaviour)
      throws GeneralSecurityException, IOException {
    KeyPair pair = pair(server.bits());
    KeyStore store = KeyStore.getInstance("PKCS12", "SUN");
    store.load(null, null);
    Certificate[] chain = {certificate(server, pair, false), root};
    store.setKeyEntry("server", pair.getPrivate(), new char[0], chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509", "SunJSSE");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
    context.init(keys.getKeyManagers(), null, null);
    ServerSocket socket =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getByName("localhost"));
    return FaultServer.over(socket, "https", behaviour);
  }
}
