package dev.keyward.embedded.material;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;

/**
 * The other side's public key in a key agreement, checked completely before it meets a private key
 * (SP 800-56A, section 5.6.2.3.3): the same curve by name, in the field, on the curve, not the
 * point at infinity. The cofactor of the NIST curves is 1, so such a point has the right order.
 *
 * <p>Points may be compressed. The hybrid form, curves given by their parameters, and anything that
 * is not exact DER are refused.
 *
 * @param x the affine x-coordinate
 * @param y the affine y-coordinate
 */
record PeerPublicKey(BigInteger x, BigInteger y) {
  private static final int MAX_BYTES = 8192;

  static PeerPublicKey parse(
      byte[] subjectPublicKeyInfo, ASN1ObjectIdentifier curve, ECDomainParameters domain)
      throws MaterialException {
    return parsePoint(encodedPoint(subjectPublicKeyInfo, curve), domain);
  }

  private static byte[] encodedPoint(byte[] subjectPublicKeyInfo, ASN1ObjectIdentifier curve)
      throws MaterialException {
    if (subjectPublicKeyInfo.length > MAX_BYTES) {
      throw rejected();
    }
    try {
      SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo);
      boolean isOurs =
          info.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
              && curve.equals(info.getAlgorithm().getParameters())
              && Arrays.equals(info.getEncoded(ASN1Encoding.DER), subjectPublicKeyInfo);
      if (!isOurs) {
        throw rejected();
      }
      return info.getPublicKeyData().getOctets();
    } catch (IOException | RuntimeException e) {
      throw rejected();
    }
  }

  static PeerPublicKey parsePoint(byte[] encoded, ECDomainParameters domain)
      throws MaterialException {
    if (encoded.length == 0 || encoded[0] < 2 || encoded[0] > 4) {
      throw rejected();
    }
    try {
      // Decoding checks that the point is on the curve; validation, that it is in the group.
      ECPoint point = domain.validatePublicPoint(domain.getCurve().decodePoint(encoded));
      return new PeerPublicKey(
          point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    } catch (RuntimeException e) {
      throw rejected();
    }
  }

  private static MaterialException rejected() {
    return new MaterialException("not a public key on the curve of this key");
  }
}
