package dev.keyward.embedded.identity;

import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.identity.Credential;
import dev.keyward.secret.SecretBytes;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The engine's view of access keys: which may be used, and whose they are. A change makes the
 * directory forget a key when it is told. Secrets are not kept here. Thread-safe.
 */
public final class AccessKeyDirectory {
  private static final int MAX_ENTRIES = 10_000;

  private final RecordStore store;
  private final Map<String, Credential> known = new ConcurrentHashMap<>();

  /** Counts what was forgotten, so that a read that began before a change is not kept after it. */
  private final AtomicLong epoch = new AtomicLong();

  /**
   * Makes the directory.
   *
   * @param store where access keys are
   */
  public AccessKeyDirectory(RecordStore store) {
    this.store = Objects.requireNonNull(store, "store");
  }

  /**
   * Finds an access key that may be used. Only keys that exist are remembered: guessing fills no
   * memory.
   *
   * @param id any text
   * @return empty if there is none, or it is inactive
   */
  public Optional<Credential> find(String id) {
    Credential found = known.get(id);
    if (found != null) {
      return Optional.of(found);
    }
    return AccessKeyTable.isId(id) ? read(id) : Optional.empty();
  }

  private Optional<Credential> read(String id) {
    long before = epoch.get();
    Optional<StoredRecord> stored = store.read(AccessKeyTable.record(id));
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    AccessKeyRecord record = AccessKeyRecord.parse(stored.get());
    record.wipe();
    if (!record.isActive()) {
      return Optional.empty();
    }
    Credential credential = record.credential(stored.get().version());
    if (known.size() >= MAX_ENTRIES) {
      known.clear();
    }
    known.put(id, credential);
    if (epoch.get() != before) {
      known.remove(id);
    }
    return Optional.of(credential);
  }

  /**
   * The secret of an access key.
   *
   * @param credential what {@link #find} answered
   * @return closed by the caller; empty if the key has changed since
   */
  public Optional<SecretBytes> secret(Credential credential) {
    Optional<StoredRecord> stored = store.read(AccessKeyTable.record(credential.accessKeyId()));
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    AccessKeyRecord record = AccessKeyRecord.parse(stored.get());
    if (!record.isActive() || stored.get().version() != credential.version()) {
      record.wipe();
      return Optional.empty();
    }
    return Optional.of(SecretBytes.owning(record.secret()));
  }

  /**
   * Forgets an access key that has changed.
   *
   * @param changed its record
   */
  public void forget(RecordId changed) {
    epoch.incrementAndGet();
    known.remove(changed.id());
  }

  /** Forgets everything, because any access key may have changed. */
  public void forgetAll() {
    epoch.incrementAndGet();
    known.clear();
  }
}
