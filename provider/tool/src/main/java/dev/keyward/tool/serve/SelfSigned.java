package dev.keyward.tool.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.jdk.JdkRandom;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate that a server issues to itself, for clients that are told to trust it.
 *
 * <p>Source: RFC 5280, section 4.1. It is no certificate authority: whoever trusts it trusts one
 * server.
 */
final class SelfSigned {
  private static final Duration VALIDITY = Duration.ofDays(3650);
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);
  private static final int SERIAL_BITS = 127;
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));

  private SelfSigned() {}

  /**
   * Issues a certificate for a P-256 key.
   *
   * @param pair whose private key may be a handle
   * @param signer the provider that signs with it
   * @param hosts names and addresses of the server
   * @param now the time
   */
  static X509Certificate issue(KeyPair pair, Provider signer, List<String> hosts, Instant now)
      throws GeneralSecurityException {
    byte[] tbs = toBeSigned(pair.getPublic().getEncoded(), hosts, now);
    Signature signature = Signature.getInstance("SHA256withECDSA", signer);
    signature.initSign(pair.getPrivate());
    signature.update(tbs);
    byte[] certificate = Der.sequence(tbs, ECDSA_WITH_SHA256, Der.bitString(signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509", JdkProvider.SUN.instance())
            .generateCertificate(new ByteArrayInputStream(certificate));
  }

  private static byte[] toBeSigned(byte[] publicKey, List<String> hosts, Instant now)
      throws GeneralSecurityException {
    byte[] name =
        Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.text("Keyward endpoint"))));
    BigInteger serial = new BigInteger(SERIAL_BITS, JdkRandom.shared()).setBit(0);
    return Der.sequence(
        Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
        Der.integer(serial),
        ECDSA_WITH_SHA256,
        name,
        Der.sequence(Der.time(now.minus(CLOCKS_DIFFER)), Der.time(now.plus(VALIDITY))),
        name,
        publicKey,
        Der.tagged(0xa3, extensions(publicKey, hosts)));
  }

  private static byte[] extensions(byte[] publicKey, List<String> hosts)
      throws GeneralSecurityException {
    byte[] keyId = MessageDigest.getInstance("SHA-1", JdkProvider.SUN.instance()).digest(publicKey);
    return Der.sequence(
        extension("2.5.29.19", true, Der.sequence()),
        extension("2.5.29.15", true, Der.tagged(0x03, new byte[] {7, (byte) 0x80})),
        extension("2.5.29.37", false, Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"))),
        extension("2.5.29.14", false, Der.octets(keyId)),
        extension("2.5.29.17", false, names(hosts)));
  }

  private static byte[] extension(String oid, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(Der.oid(oid), Der.isTrue(), Der.octets(value))
        : Der.sequence(Der.oid(oid), Der.octets(value));
  }

  private static byte[] names(List<String> hosts) {
    List<byte[]> names = new ArrayList<>();
    for (String host : hosts) {
      names.add(
          isAddress(host)
              ? Der.tagged(0x87, address(host))
              : Der.tagged(0x82, host.getBytes(US_ASCII)));
    }
    return Der.sequence(names.toArray(byte[][]::new));
  }

  private static boolean isAddress(String host) {
    return host.contains(":") || host.matches("[0-9.]+");
  }

  private static byte[] address(String literal) {
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (java.net.UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + literal);
    }
  }
}
