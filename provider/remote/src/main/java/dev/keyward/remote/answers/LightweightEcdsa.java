package dev.keyward.remote.answers;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** ECDSA of Bouncy Castle; loaded only where that is. */
final class LightweightEcdsa implements P256.Verifier {
  private static final int MAX_KEYS = 256;

  private record Point(BigInteger x, BigInteger y) {}

  private final ECDomainParameters domain;

  /** Bouncy Castle keeps the multiples of a point with the point, which halves the work. */
  private final Map<Point, ECPublicKeyParameters> keys = new ConcurrentHashMap<>();

  LightweightEcdsa(String curveName) {
    X9ECParameters curve = CustomNamedCurves.getByName(curveName);
    domain = new ECDomainParameters(curve);
  }

  /** Checks that the point is on the curve, and that the encoding is the one DER has. */
  @Override
  public boolean verifies(BigInteger x, BigInteger y, byte[] digest, byte[] signature) {
    try {
      BigInteger[] numbers = StandardDSAEncoding.INSTANCE.decode(domain.getN(), signature);
      ECDSASigner verifier = new ECDSASigner();
      verifier.init(false, key(new Point(x, y)));
      return verifier.verifySignature(digest, numbers[0], numbers[1]);
    } catch (IOException | IllegalArgumentException | ClassCastException e) {
      // The last one is how it says that a number is something else.
      return false;
    }
  }

  private ECPublicKeyParameters key(Point point) {
    if (keys.size() > MAX_KEYS) {
      keys.clear();
    }
    return keys.computeIfAbsent(
        point,
        it -> new ECPublicKeyParameters(domain.getCurve().validatePoint(it.x(), it.y()), domain));
  }
}
