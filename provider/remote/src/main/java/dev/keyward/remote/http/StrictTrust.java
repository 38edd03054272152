package dev.keyward.remote.http;

import java.net.Socket;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The JDK's checks of a server's certificates, and ours: the JDK still accepts RSA with 1,024 bits,
 * and SHA-1 under certificate authorities that it does not bring itself.
 */
final class StrictTrust extends X509ExtendedTrustManager {
  private static final int LEAST_RSA_BITS = 2048;
  private static final int LEAST_EC_BITS = 224;

  private final X509ExtendedTrustManager jdk;

  StrictTrust(X509ExtendedTrustManager jdk) {
    this.jdk = jdk;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    jdk.checkServerTrusted(chain, type, socket);
    requireStrong(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    jdk.checkServerTrusted(chain, type, engine);
    requireStrong(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("a server is only trusted together with its connection");
  }

  private static void requireStrong(X509Certificate[] chain) throws CertificateException {
    for (X509Certificate certificate : chain) {
      requireStrong(certificate.getPublicKey());
      boolean selfSigned =
          certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
      String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
      // What a trust anchor signed itself with proves nothing and protects nothing.
      boolean weak = algorithm.startsWith("SHA1") || algorithm.startsWith("MD");
      if (weak && !(selfSigned && chain.length > 1)) {
        throw new CertificateException("certificate signed with " + algorithm);
      }
    }
  }

  private static void requireStrong(PublicKey key) throws CertificateException {
    if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
      throw new CertificateException(
          "certificate with an RSA key of " + rsa.getModulus().bitLength() + " bits");
    }
    if (key instanceof ECKey ec && ec.getParams().getOrder().bitLength() < LEAST_EC_BITS) {
      throw new CertificateException("certificate with a short elliptic-curve key");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("there are no clients here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return jdk.getAcceptedIssuers();
  }
}
