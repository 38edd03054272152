package dev.keyward.envelope;

import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference;
import dev.keyward.secret.DataKey;
import java.util.Optional;

/** Where data keys come from: one KMS key of one key service. Thread-safe. */
public interface DataKeySource {

  /**
   * Who may share cached data keys: two sources share only if they have the same owner object, and
   * the same KMS key. Normally the key service with its credentials.
   *
   * @return compared by identity
   */
  Object owner();

  /**
   * The KMS key that new data keys are made under.
   *
   * @return an alias is resolved anew whenever its generation changes
   */
  KeyReference sealingKey();

  /**
   * The only KMS key that may open data keys.
   *
   * @return empty to accept the KMS key which the encrypted data key names
   */
  Optional<KeyReference> openingKey();

  /**
   * A number that changes when a cached data key must not be used any more.
   *
   * @param key the sealing key, or the KMS key that opened a data key
   * @return always the same number if the key service cannot tell
   */
  long generation(KeyReference key);

  /**
   * Makes a data key of 32 bytes.
   *
   * @param context bound to it
   * @return closed by the caller
   * @throws dev.keyward.failure.KmsException if the key service refuses
   */
  DataKey generate(EncryptionContext context);

  /**
   * Opens an encrypted data key.
   *
   * @param encrypted 1 to 6,144 bytes
   * @param context the context it was made for
   * @return closed by the caller
   * @throws dev.keyward.failure.KmsException if the key service refuses
   */
  DataKey open(byte[] encrypted, EncryptionContext context);
}
