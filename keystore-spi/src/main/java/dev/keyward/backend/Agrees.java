package dev.keyward.backend;

import dev.keyward.model.KeyReference;
import dev.keyward.secret.SecretBytes;

/** The capability to agree on a shared secret (ECDH, SP 800-56A). */
public interface Agrees {

  /**
   * Derives the secret shared with the owner of another key pair on the same curve.
   *
   * @param key a key pair of usage {@code KEY_AGREEMENT}
   * @param peerPublicKey DER SubjectPublicKeyInfo of the other side's public key
   * @return the x-coordinate of the shared point, as long as the field; the caller closes it
   */
  SecretBytes deriveSharedSecret(KeyReference key, byte[] peerPublicKey);
}
