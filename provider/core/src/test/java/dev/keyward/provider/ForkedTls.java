package dev.keyward.provider;

import static dev.keyward.provider.ForkedProbe.check;

import dev.keyward.keystore.TestCertificates;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** What {@link ForkedProbe} does with TLS in a JVM whose security properties were changed. */
final class ForkedTls {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private ForkedTls() {}

  /**
   * The same handshake works with a software key, so that it is the managed key that is refused.
   */
  static void oldProtocols() throws Exception {
    for (KeySpec spec : new KeySpec[] {KeySpec.RSA_2048, KeySpec.ECC_NIST_P256}) {
      String algorithm = spec.family().name();
      KeyPairGenerator software =
          KeyPairGenerator.getInstance(algorithm, algorithm.equals("RSA") ? "SunRsaSign" : "SunEC");
      software.initialize(spec.size());
      check(isServed("PKCS12", software.generateKeyPair(), "TLSv1.1"), "software " + algorithm);
      KeyPairGenerator managed = KeyPairGenerator.getInstance(algorithm, "Keyward");
      managed.initialize(ManagedKeyParameterSpec.of(spec));
      KeyPair pair = managed.generateKeyPair();
      check(isServed("KMS", pair, "TLSv1.2"), "managed " + algorithm + ", TLS 1.2");
      check(!isServed("KMS", pair, "TLSv1.1"), "managed " + algorithm + ", TLS 1.1");
    }
  }

  private static boolean isServed(String type, KeyPair pair, String protocol) throws Exception {
    X509Certificate certificate =
        TestCertificates.issue(pair.getPublic(), "localhost", TestCertificates.softwarePair(), 0);
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    store.setKeyEntry("old", pair.getPrivate(), PASSWORD, new Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(store, PASSWORD);
    SSLContext server = SSLContext.getInstance("TLS");
    server.init(keys.getKeyManagers(), null, null);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("old", certificate);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    try {
      return TlsPair.serverOnly(server, trust.getTrustManagers(), protocol)
          .exchange("x")
          .equals("x");
    } catch (SSLException e) {
      return false;
    }
  }

  /** What the context of an HTTPS client that says nothing trusts. */
  static void defaultType(boolean trusts) throws Exception {
    check(KeyStore.getDefaultType().equals("KMS"), "the default type");
    if (trusts) {
      check(SSLContext.getDefault().createSSLEngine() != null, "the default context");
      check(authorities() > 50, "trusts " + authorities() + " authorities");
      return;
    }
    try {
      SSLContext.getDefault();
      throw new AssertionError("a default context that trusts " + authorities());
    } catch (GeneralSecurityException e) {
      check(causesOf(e).contains("trust store"), causesOf(e));
    }
  }

  private static int authorities() throws GeneralSecurityException {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init((KeyStore) null);
    int count = 0;
    for (TrustManager manager : trust.getTrustManagers()) {
      count += ((X509TrustManager) manager).getAcceptedIssuers().length;
    }
    return count;
  }

  private static String causesOf(Throwable e) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      text.append(cause).append('\n');
    }
    return text.toString();
  }
}
