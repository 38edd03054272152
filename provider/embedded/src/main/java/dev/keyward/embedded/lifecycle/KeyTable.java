package dev.keyward.embedded.lifecycle;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Keys and aliases, kept in memory once they were read.
 *
 * <p>Before each look the table asks the store what changed, at most every {@value
 * #POLL_INTERVAL_MILLIS} ms, and forgets just that. So a use of a key costs no database access, and
 * a change in another process is seen within that time. Thread-safe.
 */
public final class KeyTable {
  static final long POLL_INTERVAL_MILLIS = 100;

  /** Entries kept at most; more than this and all are read anew. */
  private static final int MAX_ENTRIES = 20_000;

  private final RecordStore store;
  private final Scope scope;
  private final Map<RecordId, Versioned<KeyRecord>> keys = new ConcurrentHashMap<>();
  private final Map<RecordId, Versioned<AliasRecord>> aliases = new ConcurrentHashMap<>();
  private final AtomicLong nextPoll;
  private final Consumer<RecordId> onChange;

  /** Counts what was forgotten, so that a read that began before a change is not kept after it. */
  private final AtomicLong epoch = new AtomicLong();

  /**
   * Makes the table.
   *
   * @param store where keys and aliases are
   * @param scope account and Region
   * @param onChange told of every record that changed, so that opened material can be dropped
   */
  public KeyTable(RecordStore store, Scope scope, Consumer<RecordId> onChange) {
    this.store = store;
    this.scope = scope;
    this.onChange = onChange;
    this.nextPoll = new AtomicLong(System.nanoTime());
  }

  /**
   * Finds a key.
   *
   * @param id its id
   * @return the key, also if it is pending deletion
   */
  public Optional<Versioned<KeyRecord>> key(KeyId id) {
    poll();
    return look(keys, scope.record(id), KeyRecord.class);
  }

  /**
   * Finds a key as it is in the store now, because it is about to be changed, or because something
   * names a part of it that is not known here.
   *
   * @param id its id
   * @return the key
   */
  public Optional<Versioned<KeyRecord>> freshKey(KeyId id) {
    return fresh(keys, scope.record(id), KeyRecord.class);
  }

  /**
   * Finds an alias as it is in the store now, because it is about to be changed.
   *
   * @param name its name
   * @return the alias
   */
  public Optional<Versioned<AliasRecord>> freshAlias(AliasName name) {
    return fresh(aliases, scope.record(name), AliasRecord.class);
  }

  /**
   * Finds an alias.
   *
   * @param name its name
   * @return the alias
   */
  public Optional<Versioned<AliasRecord>> alias(AliasName name) {
    poll();
    return look(aliases, scope.record(name), AliasRecord.class);
  }

  /**
   * Reads keys in the order of their ids, past the memory.
   *
   * @param after where to go on
   * @param limit most keys wanted
   * @return the keys
   */
  public List<KeyRecord> keysAfter(Optional<KeyId> after, int limit) {
    return store
        .scan(RecordKind.KEY, scope.prefix(), after.map(id -> scope.record(id).id()), limit)
        .stream()
        .map(record -> parse(record, KeyRecord.class).value())
        .toList();
  }

  /**
   * Reads aliases in the order of their names, past the memory.
   *
   * @param ofKey only those of this key, if given
   * @param after where to go on
   * @param limit most aliases wanted
   * @return the aliases
   */
  public List<AliasRecord> aliasesAfter(
      Optional<KeyId> ofKey, Optional<AliasName> after, int limit) {
    Optional<String> afterId = after.map(name -> scope.record(name).id());
    List<StoredRecord> found =
        ofKey
            .map(key -> store.children(RecordKind.ALIAS, scope.record(key).id(), afterId, limit))
            .orElseGet(() -> store.scan(RecordKind.ALIAS, scope.prefix(), afterId, limit));
    return found.stream().map(record -> parse(record, AliasRecord.class).value()).toList();
  }

  /**
   * Commits changes and forgets what was kept of the changed records.
   *
   * @param changes the changes
   * @throws dev.keyward.embedded.store.StoreConflictException if another writer was first; what was
   *     kept is forgotten too, so the next look reads anew
   */
  public void commit(List<Change> changes) {
    try {
      store.commit(changes);
    } finally {
      changes.forEach(change -> forget(change.id()));
    }
  }

  Change put(KeyRecord key, long expectedVersion) {
    KeyId id = new KeyId(key.keyId());
    return new Change.Put(
        scope.record(id), Optional.empty(), expectedVersion, JsonCodec.write(key));
  }

  Change put(AliasRecord alias, long expectedVersion) {
    String parent = scope.record(new KeyId(alias.targetKeyId())).id();
    return new Change.Put(
        scope.record(new AliasName(alias.aliasName())),
        Optional.of(parent),
        expectedVersion,
        JsonCodec.write(alias));
  }

  Change delete(AliasName alias, long expectedVersion) {
    return new Change.Delete(scope.record(alias), expectedVersion);
  }

  Change putMaterial(KeyId key, int number, byte[] stored) {
    return new Change.Put(
        scope.materialRecord(key, number), Optional.of(scope.record(key).id()), 0, stored);
  }

  private void poll() {
    long now = System.nanoTime();
    long due = nextPoll.get();
    if (now - due >= 0 && nextPoll.compareAndSet(due, now + POLL_INTERVAL_MILLIS * 1_000_000)) {
      store.pollChanges().forEach(this::forget);
    }
  }

  private void forget(RecordId id) {
    epoch.incrementAndGet();
    if (id.equals(RecordStore.ANY)) {
      keys.clear();
      aliases.clear();
    }
    switch (id.kind()) {
      case KEY -> keys.remove(id);
      case ALIAS -> aliases.remove(id);
      case MATERIAL, GRANT, PRINCIPAL, POLICY, KEY_STORE, USAGE, DUE, AUDIT, META -> {}
    }
    onChange.accept(id);
  }

  private <T extends Record> Optional<Versioned<T>> look(
      Map<RecordId, Versioned<T>> memory, RecordId id, Class<T> type) {
    Versioned<T> known = memory.get(id);
    return known != null ? Optional.of(known) : read(memory, id, type);
  }

  private <T extends Record> Optional<Versioned<T>> fresh(
      Map<RecordId, Versioned<T>> memory, RecordId id, Class<T> type) {
    forget(id);
    return read(memory, id, type);
  }

  private <T extends Record> Optional<Versioned<T>> read(
      Map<RecordId, Versioned<T>> memory, RecordId id, Class<T> type) {
    long before = epoch.get();
    Optional<Versioned<T>> read = store.read(id).map(record -> parse(record, type));
    read.ifPresent(value -> keep(memory, id, value, before));
    return read;
  }

  private <T> void keep(Map<RecordId, T> memory, RecordId id, T value, long before) {
    if (memory.size() >= MAX_ENTRIES) {
      memory.clear();
    }
    memory.put(id, value);
    if (epoch.get() != before) {
      memory.remove(id);
    }
  }

  private static <T extends Record> Versioned<T> parse(StoredRecord record, Class<T> type) {
    return new Versioned<>(
        JsonCodec.read(record.content(), type, JsonCodec.Reading.REQUEST), record.version());
  }
}
