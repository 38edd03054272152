package dev.keyward.remote.answers;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Verifies secp256k1 signatures with Bouncy Castle's lightweight API where that is; the JDK does
 * not know the curve. Used only after it gave two known answers.
 */
final class Secp256k1 {
  private static final int COORDINATE_BYTES = 32;

  /** What stands before the coordinates in an encoded public key. Source: SEC 1, appendix C.3. */
  private static final byte[] HEADER =
      HexFormat.of().parseHex("3056301006072a8648ce3d020106052b8104000a03420004");

  private Secp256k1() {}

  /** Loaded at the first signature, not before. */
  private static final class Found {
    static final Optional<P256.Verifier> VERIFIER = find();

    private static Optional<P256.Verifier> find() {
      try {
        P256.Verifier verifier = P256.lightweight("secp256k1");
        return KnownSignature.SECP256K1.isAnsweredBy(verifier)
            ? Optional.of(verifier)
            : Optional.empty();
      } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
        // Not there, too old, or broken: nobody does it.
        return Optional.empty();
      }
    }
  }

  /**
   * Verifies.
   *
   * @param encoded the public key as the service gives it
   * @return empty if there is nothing to verify with
   */
  static Optional<Boolean> verify(byte[] encoded, byte[] digest, byte[] signature) {
    if (Found.VERIFIER.isEmpty()) {
      return Optional.empty();
    }
    if (!isOfCurve(encoded)) {
      return Optional.of(false);
    }
    BigInteger x = coordinate(encoded, HEADER.length);
    BigInteger y = coordinate(encoded, HEADER.length + COORDINATE_BYTES);
    return Optional.of(Found.VERIFIER.get().verifies(x, y, digest, signature));
  }

  private static boolean isOfCurve(byte[] encoded) {
    return encoded.length == HEADER.length + 2 * COORDINATE_BYTES
        && Arrays.equals(encoded, 0, HEADER.length, HEADER, 0, HEADER.length);
  }

  private static BigInteger coordinate(byte[] encoded, int from) {
    return new BigInteger(1, encoded, from, COORDINATE_BYTES);
  }
}
