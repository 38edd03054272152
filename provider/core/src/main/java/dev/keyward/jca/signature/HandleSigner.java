package dev.keyward.jca.signature;

import dev.keyward.backend.Signs;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.jca.failures.JcaFailures;
import dev.keyward.model.KeySpec;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.security.SignatureException;
import java.util.Arrays;

/** One signing operation after another with one handle. */
final class HandleSigner {
  private final KeyHandle handle;
  private final SigningAlgorithm algorithm;
  private final MessageInput input;

  HandleSigner(KeyHandle handle, SigningAlgorithm algorithm, MessageInput input) {
    this.handle = handle;
    this.algorithm = algorithm;
    this.input = input;
  }

  MessageInput input() {
    return input;
  }

  byte[] sign() throws SignatureException {
    byte[] digest = fit(input.finish(), algorithm.digestSizeBytes());
    try {
      byte[] signature =
          handle
              .backend()
              .require(Signs.class)
              .sign(handle.reference(), algorithm, MessageType.DIGEST, digest);
      requirePlausible(signature);
      return signature;
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

  /** The longest signature of the key, in bytes. */
  int maxSignatureBytes() {
    KeySpec spec = handle.spec();
    if (spec.family() == KeySpec.Family.RSA) {
      return spec.size() / 8;
    }
    int number = spec.size() / 8 + 1;
    int content = 2 * (2 + number);
    return content + (content < 128 ? 2 : 3);
  }

  private void requirePlausible(byte[] signature) {
    boolean plausible =
        handle.spec().family() == KeySpec.Family.RSA
            ? signature.length == maxSignatureBytes()
            : signature.length >= 8
                && signature.length <= maxSignatureBytes()
                && signature[0] == 0x30;
    if (!plausible) {
      throw new InvalidAnswerException(
          "Signing with key "
              + handle.arn()
              + " gave an answer that is no signature of "
              + algorithm
              + ".");
    }
  }
}
