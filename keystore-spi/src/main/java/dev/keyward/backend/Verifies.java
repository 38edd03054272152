package dev.keyward.backend;

import dev.keyward.model.KeyReference;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;

/**
 * The capability to verify signatures in the key service. Used only where the JDK cannot: for
 * secp256k1, and for ML-DSA before 24.
 */
public interface Verifies {

  /**
   * Verifies a signature.
   *
   * @param key a signing key
   * @param algorithm an algorithm that fits its spec
   * @param type what {@code message} is
   * @param message as for {@link Signs#sign}
   * @param signature 1 to 6,144 bytes
   * @return false if it is not a signature of that message by that key
   */
  boolean verify(
      KeyReference key,
      SigningAlgorithm algorithm,
      MessageType type,
      byte[] message,
      byte[] signature);
}
