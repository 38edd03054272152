package dev.keyward.remote.answers;

import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.util.Optional;

/**
 * Verifies P-256 signatures with Bouncy Castle's lightweight API where that is on the class path,
 * as it is in {@code keyward.jar}: on JDK 17 it takes a seventeenth of SunEC's time. Used only
 * after it gave two known answers.
 */
final class P256 {
  private static final int FIELD_BITS = 256;

  private P256() {}

  /** Loaded at the first signature, not before. */
  private static final class Found {
    static final Optional<Verifier> VERIFIER = find();

    private static Optional<Verifier> find() {
      try {
        Verifier verifier = lightweight("secp256r1");
        return KnownSignature.P256.isAnsweredBy(verifier)
            ? Optional.of(verifier)
            : Optional.empty();
      } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
        // Not there, too old, or broken: the JDK does it.
        return Optional.empty();
      }
    }
  }

  /** The verifier of Bouncy Castle for a curve, not proven yet. */
  static Verifier lightweight(String curve) throws ClassNotFoundException {
    Class.forName(
        "org.bouncycastle.crypto.signers.ECDSASigner", false, P256.class.getClassLoader());
    return new LightweightEcdsa(curve);
  }

  /** Verifies one signature. */
  @FunctionalInterface
  interface Verifier {
    /**
     * Verifies.
     *
     * @param x of the public key, 32 bytes big-endian as a number
     * @param y as x
     * @param digest of 20 to 64 bytes
     * @param signature DER
     * @return false for anything but the signature
     */
    boolean verifies(BigInteger x, BigInteger y, byte[] digest, byte[] signature);
  }

  /**
   * Verifies with the fast implementation.
   *
   * @return empty if there is none, or the key is of another curve
   */
  static Optional<Boolean> verify(ECPublicKey key, byte[] digest, byte[] signature) {
    boolean isP256 =
        key.getParams().getCurve().getField() instanceof ECFieldFp field
            && field.getFieldSize() == FIELD_BITS
            && field.getP().equals(KnownSignature.P256_PRIME)
            && key.getParams().getCurve().getA().equals(KnownSignature.P256_A);
    return isP256
        ? Found.VERIFIER.map(
            verifier ->
                verifier.verifies(
                    key.getW().getAffineX(), key.getW().getAffineY(), digest, signature))
        : Optional.empty();
  }
}
