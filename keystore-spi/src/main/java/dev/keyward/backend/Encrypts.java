package dev.keyward.backend;

import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference;
import dev.keyward.secret.SecretBytes;
import java.util.Optional;

/** The capability to encrypt and decrypt short messages with the KMS key itself. */
public interface Encrypts {

  /**
   * Encrypts.
   *
   * @param key an encryption key
   * @param algorithm an algorithm that fits its spec
   * @param plaintext 1 byte up to the algorithm's limit for the spec; not kept, still the caller's
   * @param context bound to the ciphertext; must be empty for RSA
   * @return the ciphertext, at most 6,144 bytes
   */
  byte[] encrypt(
      KeyReference key, EncryptionAlgorithm algorithm, byte[] plaintext, EncryptionContext context);

  /**
   * Decrypts.
   *
   * @param expected the only KMS key that is acceptable; empty to accept the one that a symmetric
   *     ciphertext names
   * @param algorithm the algorithm it was encrypted with
   * @param ciphertext 1 to 6,144 bytes; not kept
   * @param context the context it was encrypted with; must be empty for RSA
   * @return the plaintext; the caller closes it
   * @throws dev.keyward.failure.CiphertextRejectedException if it was altered, has another context
   *     or belongs to another KMS key
   */
  SecretBytes decrypt(
      Optional<KeyReference> expected,
      EncryptionAlgorithm algorithm,
      byte[] ciphertext,
      EncryptionContext context);
}
