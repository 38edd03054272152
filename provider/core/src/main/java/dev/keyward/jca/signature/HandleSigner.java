package dev.keyward.jca.signature;

import dev.keyward.backend.Signs;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.jca.failures.JcaFailures;
import dev.keyward.model.KeySpec;
import java.security.SignatureException;
import java.util.Arrays;

/** One signing operation after another with one handle. */
final class HandleSigner {
  private final KeyHandle handle;
  private final SignatureScheme scheme;
  private final int hashBits;
  private final MessageInput input;

  /** With the size of the hash; zero if the scheme has none or the caller hashes. */
  HandleSigner(KeyHandle handle, SignatureScheme scheme, int hashBits, MessageInput input) {
    this.handle = handle;
    this.scheme = scheme;
    this.hashBits = hashBits;
    this.input = input;
  }

  MessageInput input() {
    return input;
  }

  byte[] sign() throws SignatureException {
    SigningOrder order = scheme.order(handle.spec(), hashBits, input.finish());
    try {
      byte[] signature =
          handle
              .backend()
              .require(Signs.class)
              .sign(handle.reference(), order.algorithm(), order.type(), order.message());
      requirePlausible(signature);
      return scheme.kind() == SignatureScheme.Kind.ECDSA_P1363
          ? EcdsaP1363.fromDer(signature, numberBytes(handle.spec()))
          : signature;
    } catch (KmsException e) {
      throw JcaFailures.inSign(e);
    }
  }

  /**
   * Makes a digest as long as the key service wants it. ECDSA takes the leftmost bits of a digest
   * as an integer (FIPS 186-5, section 6.4.1), so that a longer one may be cut and a shorter one
   * filled with zeros on the left without changing the signature.
   */
  static byte[] fit(byte[] digest, int length) {
    if (digest.length >= length) {
      return digest.length == length ? digest : Arrays.copyOf(digest, length);
    }
    byte[] filled = new byte[length];
    System.arraycopy(digest, 0, filled, length - digest.length, digest.length);
    return filled;
  }

  /** The length of r and of s, in bytes. */
  static int numberBytes(KeySpec spec) {
    return (spec.size() + 7) / 8;
  }

  /** The longest signature of the key, in bytes. */
  int maxSignatureBytes() {
    return scheme.kind() == SignatureScheme.Kind.ECDSA_P1363
        ? 2 * numberBytes(handle.spec())
        : maxAnswerBytes();
  }

  private int maxAnswerBytes() {
    KeySpec spec = handle.spec();
    return switch (spec) {
      case ML_DSA_44 -> 2420;
      case ML_DSA_65 -> 3309;
      case ML_DSA_87 -> 4627;
      case ECC_NIST_EDWARDS25519 -> 64;
      case RSA_2048, RSA_3072, RSA_4096 -> spec.size() / 8;
      default -> {
        int content = 2 * (2 + spec.size() / 8 + 1);
        yield content + (content < 128 ? 2 : 3);
      }
    };
  }

  private void requirePlausible(byte[] signature) {
    boolean plausible =
        handle.spec().family() == KeySpec.Family.EC
            ? signature.length >= 8 && signature.length <= maxAnswerBytes() && signature[0] == 0x30
            : signature.length == maxAnswerBytes();
    if (!plausible) {
      throw new InvalidAnswerException(
          "Signing with key "
              + handle.arn()
              + " gave an answer that is no signature of "
              + scheme.standardName()
              + ".");
    }
  }
}
