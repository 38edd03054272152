package dev.keyward.jca.agreement;

import dev.keyward.jdk.JdkProvider;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;

/**
 * Public keys of the other side, checked as SP 800-56A, section 5.6.2.3.3, demands: a point of the
 * same curve that is not infinity. The curves have cofactor 1, so that every such point has the
 * right order.
 */
final class PeerKeys {
  private PeerKeys() {}

  /** The key as SubjectPublicKeyInfo with a named curve. */
  static byte[] encoded(Key key, ECParameterSpec curve) throws InvalidKeyException {
    if (!(key instanceof ECPublicKey peer)) {
      throw new InvalidKeyException(
          key == null
              ? "The other side's key is null."
              : "The other side's key is not an EC public key: " + key.getClass().getName());
    }
    if (!isSameCurve(peer.getParams(), curve)) {
      throw new InvalidKeyException("The other side's public key is on another curve.");
    }
    if (!isOnCurve(peer.getW(), curve.getCurve())) {
      throw new InvalidKeyException("The other side's public key is not a point of the curve.");
    }
    try {
      return KeyFactory.getInstance("EC", JdkProvider.SUN_EC.instance())
          .generatePublic(new ECPublicKeySpec(peer.getW(), curve))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException("The other side's public key cannot be used.", e);
    }
  }

  private static boolean isSameCurve(ECParameterSpec a, ECParameterSpec b) {
    return a != null
        && a.getCurve().getField().equals(b.getCurve().getField())
        && a.getCurve().getA().equals(b.getCurve().getA())
        && a.getCurve().getB().equals(b.getCurve().getB())
        && a.getGenerator().equals(b.getGenerator())
        && a.getOrder().equals(b.getOrder());
  }

  private static boolean isOnCurve(ECPoint point, EllipticCurve curve) {
    if (point == null || point.equals(ECPoint.POINT_INFINITY)) {
      return false;
    }
    BigInteger p = ((ECFieldFp) curve.getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (x.signum() < 0 || y.signum() < 0 || x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
    return y.multiply(y).subtract(right).mod(p).signum() == 0;
  }
}
