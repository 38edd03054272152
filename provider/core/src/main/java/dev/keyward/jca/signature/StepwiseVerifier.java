package dev.keyward.jca.signature;

import dev.keyward.backend.Verifies;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.LatticePublicKey;
import dev.keyward.handle.ServedPublicKey;
import dev.keyward.jca.failures.JcaFailures;
import java.security.InvalidKeyException;
import java.security.Signature;
import java.security.SignatureException;

/**
 * A verification that is not simply passed on to a {@code Signature} of the JDK: the message is
 * brought into the form that is signed first.
 */
final class StepwiseVerifier {
  /** Gives the verdict on what the message became. */
  @FunctionalInterface
  private interface Check {
    boolean verify(byte[] input, byte[] signature) throws SignatureException;
  }

  private final MessageInput input;
  private final Check check;

  private StepwiseVerifier(MessageInput input, Check check) {
    this.input = input;
    this.check = check;
  }

  /** Ed25519ph over the digest of the message, by the JDK. */
  static StepwiseVerifier overDigest(Signature prehashing, int hashBits) {
    return new StepwiseVerifier(
        MessageInput.hashing(hashBits),
        (digest, signature) -> {
          prehashing.update(digest);
          return prehashing.verify(signature);
        });
  }

  /** By the key service, with a public key that this JDK cannot use. */
  static StepwiseVerifier byKeyService(SignatureScheme scheme, ServedPublicKey key)
      throws InvalidKeyException {
    if (!scheme.fits(key.spec())) {
      throw new InvalidKeyException(
          "A public key of spec " + key.spec() + " does not verify " + scheme.standardName() + ".");
    }
    return new StepwiseVerifier(
        inputOf(scheme, key), (message, signature) -> ask(scheme, key, message, signature));
  }

  private static MessageInput inputOf(SignatureScheme scheme, ServedPublicKey key) {
    if (key instanceof LatticePublicKey lattice) {
      return MessageInput.representing(lattice.raw());
    }
    int bits = scheme.hashBits();
    return bits == 0 ? MessageInput.ofReadyDigest() : MessageInput.hashing(bits);
  }

  private static boolean ask(
      SignatureScheme scheme, ServedPublicKey key, byte[] message, byte[] signature)
      throws SignatureException {
    byte[] form = signature;
    if (scheme.kind() == SignatureScheme.Kind.ECDSA_P1363) {
      form = EcdsaP1363.toDer(signature, HandleSigner.numberBytes(key.spec()));
    }
    boolean readable = scheme.kind() == SignatureScheme.Kind.ML_DSA || isExact(form);
    if (!readable || form.length == 0 || form.length > 6144) {
      return false;
    }
    SigningOrder order = scheme.order(key.spec(), scheme.hashBits(), message);
    try {
      return key.backend()
          .require(Verifies.class)
          .verify(key.arn(), order.algorithm(), order.type(), order.message(), form);
    } catch (KmsException e) {
      throw JcaFailures.inSign(e);
    }
  }

  private static boolean isExact(byte[] der) {
    return der != null && EcdsaDer.isExact(der);
  }

  MessageInput input() {
    return input;
  }

  boolean verify(byte[] signature) throws SignatureException {
    return check.verify(input.finish(), signature);
  }
}
