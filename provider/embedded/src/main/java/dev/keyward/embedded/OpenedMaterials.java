package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.BackingKey;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.Records;
import dev.keyward.embedded.material.KeyMaterial;
import dev.keyward.embedded.material.Materials;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.StoreDamagedException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Key material that was opened, so that using a key reads nothing from the database.
 *
 * <p>Material never changes; it is dropped when its record is deleted, when too much is open, and
 * when the engine closes. Thread-safe.
 */
final class OpenedMaterials implements AutoCloseable {
  private static final int MAX_OPEN = 10_000;

  private final RecordStore store;
  private final Map<RecordId, KeyMaterial> open = new ConcurrentHashMap<>();
  private volatile boolean closed;

  OpenedMaterials(RecordStore store) {
    this.store = store;
  }

  /**
   * What is done with material; {@code IllegalStateException} means it was closed under its user.
   */
  interface Use<M, T, E extends Exception> {
    T with(M material) throws E;
  }

  /**
   * Uses a generation of a key's material.
   *
   * <p>It may be closed by another thread between look-up and use; then it is opened again, once.
   */
  <M extends KeyMaterial, T, E extends Exception> T use(
      KeyRecord key, BackingKey generation, Class<M> type, Use<M, T, E> use) throws E {
    RecordId id = Records.material(key.arn(), generation.number());
    KeyMaterial material = get(id, key);
    try {
      return use.with(type.cast(material));
    } catch (IllegalStateException e) {
      open.remove(id, material);
      material.close();
      return use.with(type.cast(get(id, key)));
    }
  }

  private KeyMaterial get(RecordId id, KeyRecord key) {
    KeyMaterial known = open.get(id);
    if (known != null) {
      return known;
    }
    if (open.size() >= MAX_OPEN) {
      dropAll();
    }
    KeyMaterial opened = open.computeIfAbsent(id, missing -> read(missing, key));
    if (closed) {
      // Closing may have passed by while this was read; nobody would zero it any more.
      dropAll();
      throw new BackendUnavailableException(
          "Cannot use key " + key.arn() + ": the key service was closed. Open it again.");
    }
    return opened;
  }

  private KeyMaterial read(RecordId id, KeyRecord key) {
    StoredRecord record =
        store
            .read(id)
            .orElseThrow(
                () ->
                    new StoreDamagedException(
                        "The material of key " + key.arn() + " is missing in the store."));
    try {
      return Materials.open(key.keySpec(), record.content());
    } finally {
      Arrays.fill(record.content(), (byte) 0);
    }
  }

  void forget(RecordId changed) {
    if (changed.equals(RecordStore.ANY)) {
      dropAll();
    } else if (changed.kind() == RecordKind.MATERIAL) {
      KeyMaterial dropped = open.remove(changed);
      if (dropped != null) {
        dropped.close();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    dropAll();
  }

  private void dropAll() {
    for (RecordId id : open.keySet()) {
      KeyMaterial dropped = open.remove(id);
      if (dropped != null) {
        dropped.close();
      }
    }
  }
}
