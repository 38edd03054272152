package dev.keyward.remote.answers;

import java.math.BigInteger;
import java.util.HexFormat;

/**
 * A P-256 signature that is known to be right, and the curve it is on.
 *
 * <p>Source: RFC 6979, appendix A.2.5, the message "sample" with SHA-256; SP 800-186, section
 * 3.2.1.3.
 */
final class KnownSignature {
  static final BigInteger P256_PRIME =
      number("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
  static final BigInteger P256_A = P256_PRIME.subtract(BigInteger.valueOf(3));

  private static final BigInteger X =
      number("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6");
  private static final BigInteger Y =
      number("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
  private static final byte[] DIGEST =
      HexFormat.of().parseHex("af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf");
  private static final String SIGNATURE =
      "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
          + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";

  private KnownSignature() {}

  private static BigInteger number(String hex) {
    return new BigInteger(hex, 16);
  }

  /** Tells whether a verifier takes the signature, and refuses it for another message. */
  static boolean isAnsweredBy(P256.Verifier verifier) {
    byte[] other = DIGEST.clone();
    other[0] ^= 1;
    byte[] signature = HexFormat.of().parseHex(SIGNATURE);
    return verifier.verifies(X, Y, DIGEST, signature) && !verifier.verifies(X, Y, other, signature);
  }
}
