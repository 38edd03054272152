package dev.keyward.remote.http;

import dev.keyward.jdk.JdkProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/**
 * The certificate authorities a server may come from: a PEM bundle, or what the JDK trusts.
 *
 * @param bundle the bundle; empty for the JDK's
 */
public record TrustAnchors(Optional<Path> bundle) {
  private static final long MAX_BUNDLE_BYTES = 4 << 20;

  /** Read each time: a bundle that was replaced counts for the next client. */
  KeyStore load() throws IOException, GeneralSecurityException {
    return bundle.isPresent() ? ofBundle(bundle.get()) : ofJdk();
  }

  private static KeyStore ofBundle(Path file) throws IOException, GeneralSecurityException {
    if (Files.size(file) > MAX_BUNDLE_BYTES) {
      throw new IOException("certificate bundle " + file + " is larger than 4 MiB");
    }
    KeyStore anchors = empty();
    CertificateFactory factory =
        CertificateFactory.getInstance("X.509", JdkProvider.SUN.instance());
    int count = 0;
    for (Certificate certificate :
        factory.generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      anchors.setCertificateEntry("ca-" + count++, certificate);
    }
    if (count == 0) {
      throw new IOException("certificate bundle " + file + " holds no certificate");
    }
    return anchors;
  }

  private static KeyStore ofJdk() throws IOException, GeneralSecurityException {
    String configured = System.getProperty("javax.net.ssl.trustStore", "");
    if (!configured.isEmpty()) {
      String password = System.getProperty("javax.net.ssl.trustStorePassword", "");
      return read(Path.of(configured), password.isEmpty() ? null : password.toCharArray());
    }
    Path security = Path.of(System.getProperty("java.home"), "lib", "security");
    Path local = security.resolve("jssecacerts");
    return read(Files.isRegularFile(local) ? local : security.resolve("cacerts"), null);
  }

  private static KeyStore read(Path file, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore anchors = empty();
    try (InputStream in = Files.newInputStream(file)) {
      anchors.load(in, password);
    }
    return anchors;
  }

  /** The JDK's JKS reads PKCS #12 as well. Never the default type: that may be our own. */
  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore anchors = KeyStore.getInstance("JKS", JdkProvider.SUN.instance());
    anchors.load(null, null);
    return anchors;
  }
}
