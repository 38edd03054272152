package dev.keyward.remote.answers;

import java.math.BigInteger;
import java.util.HexFormat;

/**
 * A signature over the message "sample" with SHA-256 that is known to be right.
 *
 * @param x of the public key
 * @param y of the public key
 * @param signature DER
 */
record KnownSignature(BigInteger x, BigInteger y, String signature) {
  /** Source: SP 800-186, section 3.2.1.3. */
  static final BigInteger P256_PRIME =
      number("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");

  static final BigInteger P256_A = P256_PRIME.subtract(BigInteger.valueOf(3));

  /** Source: RFC 6979, appendix A.2.5. */
  static final KnownSignature P256 =
      new KnownSignature(
          number("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"),
          number("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"),
          "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
              + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");

  /** Source: made with OpenSSL 3.0.19. */
  static final KnownSignature SECP256K1 =
      new KnownSignature(
          number("0b549dfc7cd040dab557acd1458642e1555d8f5566009129ca064ac24444c3ac"),
          number("76529200eae5fcaf93644a18385fc16d203d1b5503e3fb6efe223376606fb7a6"),
          "3045022100f666a96541a6bda4e5252596e1bcb63907f73e107c795ba109c6b0f1b782ce9d"
              + "02202b8c98b0d4ee4aec99da1db247c6430a3108a96e1b2c27e9735f420cb7550fd8");

  private static final String DIGEST =
      "af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf";

  private static BigInteger number(String hex) {
    return new BigInteger(hex, 16);
  }

  /** Tells whether a verifier takes the signature, and refuses it for another message. */
  boolean isAnsweredBy(P256.Verifier verifier) {
    byte[] digest = HexFormat.of().parseHex(DIGEST);
    byte[] other = digest.clone();
    other[0] ^= 1;
    byte[] der = HexFormat.of().parseHex(signature);
    return verifier.verifies(x, y, digest, der) && !verifier.verifies(x, y, other, der);
  }
}
