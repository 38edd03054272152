package dev.keyward.jca.cipher;

import dev.keyward.backend.ChangeTracking;
import dev.keyward.backend.DataKeys;
import dev.keyward.backend.KeyBackend;
import dev.keyward.envelope.DataKeySource;
import dev.keyward.handle.SecretKeyHandle;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference;
import dev.keyward.secret.DataKey;
import java.util.Optional;

/**
 * Data keys of the KMS key behind a handle. A handle got through an alias seals under whatever key
 * the alias points to now, and opens what the ciphertext names; any other handle does both with its
 * own key only.
 */
final class HandleDataKeySource implements DataKeySource {
  private static final int DATA_KEY_BYTES = 32;
  private static final long NOT_TRACKED = 0;

  private final SecretKeyHandle handle;
  private final KeyBackend backend;
  private final Optional<ChangeTracking> changes;

  HandleDataKeySource(SecretKeyHandle handle) {
    this.handle = handle;
    this.backend = handle.backend();
    this.changes = backend.capability(ChangeTracking.class);
  }

  /** Tells whether a handle leads to the same key by the same name. */
  boolean isOf(SecretKeyHandle other) {
    return other == handle
        || other.backend() == backend
            && other.reference().equals(handle.reference())
            && other.arn().equals(handle.arn());
  }

  @Override
  public Object owner() {
    return backend;
  }

  @Override
  public KeyReference sealingKey() {
    return handle.reference();
  }

  @Override
  public Optional<KeyReference> openingKey() {
    return EncryptionKeys.expected(handle);
  }

  @Override
  public long generation(KeyReference key) {
    return changes.isPresent() ? changes.get().generation(key) : NOT_TRACKED;
  }

  @Override
  public DataKey generate(EncryptionContext context) {
    return backend
        .require(DataKeys.class)
        .generateDataKey(handle.reference(), DATA_KEY_BYTES, context);
  }

  @Override
  public DataKey open(byte[] encrypted, EncryptionContext context) {
    return backend.require(DataKeys.class).decryptDataKey(openingKey(), encrypted, context);
  }
}
