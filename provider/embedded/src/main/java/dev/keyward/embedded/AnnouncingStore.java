package dev.keyward.embedded;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.secret.SecretBytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A store that tells at once what this process changed. Other processes' changes are noticed by
 * asking; for our own that would be too late, because the next call must see them.
 */
final class AnnouncingStore implements RecordStore {
  private final RecordStore store;
  private final Consumer<RecordId> listener;

  AnnouncingStore(RecordStore store, Consumer<RecordId> listener) {
    this.store = store;
    this.listener = listener;
  }

  @Override
  public void commit(List<Change> changes) {
    try {
      store.commit(changes);
    } finally {
      changes.forEach(change -> listener.accept(change.id()));
    }
  }

  @Override
  public String storeId() {
    return store.storeId();
  }

  @Override
  public Optional<StoredRecord> read(RecordId id) {
    return store.read(id);
  }

  @Override
  public List<StoredRecord> scan(
      RecordKind kind, String prefix, Optional<String> after, int limit) {
    return store.scan(kind, prefix, after, limit);
  }

  @Override
  public List<StoredRecord> children(
      RecordKind kind, String parent, Optional<String> after, int limit) {
    return store.children(kind, parent, after, limit);
  }

  @Override
  public long count(RecordKind kind, String prefix) {
    return store.count(kind, prefix);
  }

  @Override
  public Set<RecordId> pollChanges() {
    return store.pollChanges();
  }

  @Override
  public SecretBytes secretFor(String purpose) {
    return store.secretFor(purpose);
  }

  @Override
  public void shred() {
    store.shred();
  }

  @Override
  public void close() {
    store.close();
  }
}
