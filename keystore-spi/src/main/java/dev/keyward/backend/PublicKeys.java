package dev.keyward.backend;

import dev.keyward.model.KeyReference;

/** The capability to tell the public half of a key pair. */
public interface PublicKeys {

  /**
   * Returns the public key of a key pair.
   *
   * @param key an asymmetric key that is enabled
   * @return its public half
   */
  ManagedPublicKey publicKey(KeyReference key);
}
