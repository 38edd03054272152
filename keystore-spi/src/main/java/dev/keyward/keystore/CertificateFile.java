package dev.keyward.keystore;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeyReference.KeyArn;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The text of a certificate file: an optional line {@code # key ARN}, then the chain in PEM (RFC
 * 7468), leaf first. Everything is measured before it is parsed.
 */
final class CertificateFile {
  /** Largest file, in bytes. */
  static final int MAX_FILE_BYTES = 256 * 1024;

  /** Longest chain. */
  static final int MAX_CHAIN = 10;

  /** Largest certificate, in bytes of DER; one with 10,000 names would be far larger. */
  static final int MAX_CERTIFICATE_BYTES = 32 * 1024;

  private static final String KEY_LINE = "# key ";
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private CertificateFile() {}

  static byte[] format(CertificateEntry entry) throws CertificateException {
    checkChain(entry.chain());
    StringBuilder text = new StringBuilder();
    entry.key().ifPresent(key -> text.append(KEY_LINE).append(key.text()).append('\n'));
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    for (X509Certificate certificate : entry.chain()) {
      String body = lines.encodeToString(certificate.getEncoded());
      text.append(BEGIN).append('\n').append(body).append('\n').append(END).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  static CertificateEntry parse(byte[] bytes, Instant modified) throws CertificateException {
    if (bytes.length > MAX_FILE_BYTES) {
      throw new CertificateException("the file is larger than " + MAX_FILE_BYTES + " bytes");
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<X509Certificate> chain = chainOf(text);
    checkChain(chain);
    return new CertificateEntry(keyOf(text), chain, modified);
  }

  static void checkChain(List<X509Certificate> chain) throws CertificateException {
    if (chain.isEmpty() || chain.size() > MAX_CHAIN) {
      throw new CertificateException(
          "a chain has 1 to " + MAX_CHAIN + " certificates, got " + chain.size());
    }
    for (X509Certificate certificate : chain) {
      int size = certificate.getEncoded().length;
      if (size > MAX_CERTIFICATE_BYTES) {
        throw new CertificateException(
            "a certificate has at most " + MAX_CERTIFICATE_BYTES + " bytes, got " + size);
      }
    }
    if (new HashSet<>(chain).size() != chain.size()) {
      throw new CertificateException("the chain has one certificate twice");
    }
  }

  private static Optional<KeyArn> keyOf(String text) throws CertificateException {
    int end = text.indexOf('\n');
    if (!text.startsWith(KEY_LINE) || end < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(KeyArn.parse(text.substring(KEY_LINE.length(), end).strip()));
    } catch (IllegalArgumentException e) {
      throw new CertificateException("the \"# key\" line names no key ARN", e);
    }
  }

  private static List<X509Certificate> chainOf(String text) throws CertificateException {
    CertificateFactory factory =
        CertificateFactory.getInstance("X.509", JdkProvider.SUN.instance());
    List<X509Certificate> chain = new ArrayList<>();
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      int end = text.indexOf(END, at);
      if (end < 0) {
        throw new CertificateException("the last certificate is cut short");
      }
      if (chain.size() == MAX_CHAIN) {
        throw new CertificateException("more than " + MAX_CHAIN + " certificates");
      }
      chain.add(certificate(factory, text.substring(at + BEGIN.length(), end)));
      at = text.indexOf(BEGIN, end);
    }
    return chain;
  }

  private static X509Certificate certificate(CertificateFactory factory, String body)
      throws CertificateException {
    if (body.length() > MAX_CERTIFICATE_BYTES * 3 / 2) {
      throw new CertificateException(
          "a certificate has at most " + MAX_CERTIFICATE_BYTES + " bytes");
    }
    try {
      byte[] der = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    } catch (IllegalArgumentException e) {
      throw new CertificateException("a certificate is not Base64", e);
    }
  }
}
