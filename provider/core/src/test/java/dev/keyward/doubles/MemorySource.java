package dev.keyward.doubles;

import dev.keyward.envelope.DataKeySource;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference;
import dev.keyward.secret.DataKey;
import java.util.Optional;

/** One key of a {@link MemoryBackend}. */
public record MemorySource(MemoryBackend backend, KeyReference key) implements DataKeySource {

  @Override
  public Object owner() {
    return backend;
  }

  @Override
  public KeyReference sealingKey() {
    return key;
  }

  @Override
  public Optional<KeyReference> openingKey() {
    return Optional.of(key);
  }

  @Override
  public long generation(KeyReference reference) {
    return backend.generation(reference);
  }

  @Override
  public DataKey generate(EncryptionContext context) {
    return backend.generateDataKey(key, 32, context);
  }

  @Override
  public DataKey open(byte[] encrypted, EncryptionContext context) {
    return backend.decryptDataKey(openingKey(), encrypted, context);
  }
}
