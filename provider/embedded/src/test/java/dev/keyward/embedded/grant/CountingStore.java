package dev.keyward.embedded.grant;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.secret.SecretBytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that counts what is read from it. */
public final class CountingStore implements RecordStore {
  private final RecordStore store;
  private final AtomicInteger reads = new AtomicInteger();

  public CountingStore(RecordStore store) {
    this.store = store;
  }

  public int reads() {
    return reads.get();
  }

  @Override
  public String storeId() {
    return store.storeId();
  }

  @Override
  public Optional<StoredRecord> read(RecordId id) {
    reads.incrementAndGet();
    return store.read(id);
  }

  @Override
  public List<StoredRecord> scan(
      RecordKind kind, String prefix, Optional<String> after, int limit) {
    reads.incrementAndGet();
    return store.scan(kind, prefix, after, limit);
  }

  @Override
  public List<StoredRecord> children(
      RecordKind kind, String parent, Optional<String> after, int limit) {
    reads.incrementAndGet();
    return store.children(kind, parent, after, limit);
  }

  @Override
  public long count(RecordKind kind, String prefix) {
    reads.incrementAndGet();
    return store.count(kind, prefix);
  }

  @Override
  public void commit(List<Change> changes) {
    store.commit(changes);
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
  public void close() {
    store.close();
  }
}
