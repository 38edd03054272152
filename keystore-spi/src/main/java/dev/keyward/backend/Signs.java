package dev.keyward.backend;

import dev.keyward.model.KeyReference;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;

/** The capability to sign. */
public interface Signs {

  /**
   * Signs a message or its digest.
   *
   * @param key a signing key
   * @param algorithm an algorithm that fits its spec
   * @param type what {@code message} is
   * @param message 1 to 4,096 bytes, or a digest of exactly the algorithm's length; not kept
   * @return the signature: as long as the modulus for RSA, DER {@code SEQUENCE {r, s}} for ECDSA
   */
  byte[] sign(KeyReference key, SigningAlgorithm algorithm, MessageType type, byte[] message);
}
