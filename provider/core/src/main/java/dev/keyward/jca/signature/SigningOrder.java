package dev.keyward.jca.signature;

import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;

/** What a key service is asked to sign, or to verify. */
record SigningOrder(SigningAlgorithm algorithm, MessageType type, byte[] message) {

  static SigningOrder ofDigest(SigningAlgorithm algorithm, byte[] digest) {
    return new SigningOrder(algorithm, MessageType.DIGEST, digest);
  }
}
