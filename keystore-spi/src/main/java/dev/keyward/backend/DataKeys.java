package dev.keyward.backend;

import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference;
import dev.keyward.secret.DataKey;
import java.util.Optional;

/** The capability to make data keys and to decrypt them again. */
public interface DataKeys {

  /**
   * Makes a random data key under a KMS key.
   *
   * @param key a symmetric encryption key
   * @param sizeBytes length of the data key, 1 to 1,024 bytes
   * @param context bound to the encrypted data key; the same is needed to decrypt it
   * @return the data key; the caller closes it
   */
  DataKey generateDataKey(KeyReference key, int sizeBytes, EncryptionContext context);

  /**
   * Decrypts an encrypted data key.
   *
   * @param expected the only KMS key that is acceptable; empty to accept the one that the
   *     ciphertext names
   * @param encrypted an encrypted data key, 1 to 6,144 bytes; not kept
   * @param context the context given when it was made
   * @return the data key; the caller closes it
   * @throws dev.keyward.failure.CiphertextRejectedException if it was altered, has another context
   *     or belongs to another KMS key
   */
  DataKey decryptDataKey(
      Optional<KeyReference> expected, byte[] encrypted, EncryptionContext context);
}
