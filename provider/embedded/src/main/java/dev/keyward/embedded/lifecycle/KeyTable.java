package dev.keyward.embedded.lifecycle;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.failure.StoreDamagedException;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
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

  private static final int MAX_CHANGES = 500;

  private final RecordStore store;
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
   * @param onChange told of every record that changed, so that what was made of it can be dropped
   */
  public KeyTable(RecordStore store, Consumer<RecordId> onChange) {
    this.store = store;
    this.onChange = onChange;
    this.nextPoll = new AtomicLong(System.nanoTime());
  }

  /**
   * Finds a key.
   *
   * @param key its name
   * @return the key, also if it is pending deletion
   */
  public Optional<Versioned<KeyRecord>> key(KeyArn key) {
    poll();
    return look(keys, Records.key(key), KeyRecord.class);
  }

  /**
   * Finds a key as it is in the store now, because it is about to be changed, or because something
   * names a part of it that is not known here.
   *
   * @param key its name
   * @return the key
   */
  public Optional<Versioned<KeyRecord>> freshKey(KeyArn key) {
    return fresh(keys, Records.key(key), KeyRecord.class);
  }

  /**
   * Finds an alias as it is in the store now, because it is about to be changed.
   *
   * @param alias its name
   * @return the alias
   */
  public Optional<Versioned<AliasRecord>> freshAlias(AliasArn alias) {
    return fresh(aliases, Records.alias(alias), AliasRecord.class);
  }

  /**
   * Finds an alias.
   *
   * @param alias its name
   * @return the alias
   */
  public Optional<Versioned<AliasRecord>> alias(AliasArn alias) {
    poll();
    return look(aliases, Records.alias(alias), AliasRecord.class);
  }

  /**
   * Reads keys in the order of their ids, past the memory.
   *
   * @param scope account and Region
   * @param after where to go on
   * @param limit most keys wanted
   * @return the keys
   */
  public List<KeyRecord> keysAfter(Scope scope, Optional<KeyId> after, int limit) {
    return keysAfter(scope, after, limit, KeyRecord.class);
  }

  /**
   * As {@link #keysAfter}, with what a listing needs of them.
   *
   * @param scope account and Region
   * @param after where to go on
   * @param limit most keys wanted
   * @return the keys
   */
  public List<ListedKey> listedAfter(Scope scope, Optional<KeyId> after, int limit) {
    return keysAfter(scope, after, limit, ListedKey.class);
  }

  private <T extends Record> List<T> keysAfter(
      Scope scope, Optional<KeyId> after, int limit, Class<T> type) {
    return store
        .scan(
            RecordKind.KEY, scope.prefix(), after.map(id -> Records.key(scope.arn(id)).id()), limit)
        .stream()
        .map(record -> parse(record, type).value())
        .toList();
  }

  /**
   * Reads which accounts have keys, past the memory: one look for each of them.
   *
   * @return their numbers in ascending order
   */
  public List<String> accounts() {
    List<String> accounts = new ArrayList<>();
    Optional<String> after = Optional.empty();
    while (true) {
      List<StoredRecord> next = store.scan(RecordKind.KEY, "", after, 1);
      if (next.isEmpty()) {
        return accounts;
      }
      String id = next.get(0).id().id();
      String account = id.substring(0, id.indexOf('/'));
      accounts.add(account);
      // '0' follows '/': past everything that begins with this account.
      after = Optional.of(account + "0");
    }
  }

  /**
   * Counts the keys of an account and Region that customers manage, in every state. Each service
   * key has one reserved alias, and nothing else has.
   *
   * @param scope account and Region
   * @return their number
   */
  public long countKeys(Scope scope) {
    return store.count(RecordKind.KEY, scope.prefix())
        - store.count(RecordKind.ALIAS, scope.prefix() + AliasName.RESERVED_PREFIX);
  }

  /**
   * Reads aliases in the order of their names, past the memory.
   *
   * @param scope account and Region
   * @param ofKey only those of this key, if given
   * @param after where to go on
   * @param limit most aliases wanted
   * @return the aliases
   */
  public List<AliasRecord> aliasesAfter(
      Scope scope, Optional<KeyId> ofKey, Optional<AliasName> after, int limit) {
    Optional<String> afterId = after.map(name -> Records.alias(scope.arn(name)).id());
    List<StoredRecord> found =
        ofKey
            .map(
                key ->
                    store.children(
                        RecordKind.ALIAS, Records.key(scope.arn(key)).id(), afterId, limit))
            .orElseGet(() -> store.scan(RecordKind.ALIAS, scope.prefix(), afterId, limit));
    return found.stream().map(record -> parse(record, AliasRecord.class).value()).toList();
  }

  /**
   * Reads which keys are to be looked after by a time.
   *
   * @param time the time
   * @param limit most keys wanted
   * @return their names, those that are due longest first
   */
  public List<DueKey> due(Instant time, int limit) {
    // What falls due in this very millisecond is due.
    String end = Records.dueAt(time.plusMillis(1));
    return store.scan(RecordKind.DUE, "", Optional.empty(), limit).stream()
        .takeWhile(record -> record.id().id().compareTo(end) < 0)
        .map(record -> new DueKey(record.id(), record.version(), name(record)))
        .toList();
  }

  /**
   * A key that is to be looked after.
   *
   * @param record the record that says so
   * @param version its version
   * @param key the key
   */
  public record DueKey(RecordId record, long version, KeyArn key) {}

  private static KeyArn name(StoredRecord due) {
    return KeyArn.parse(new String(due.content(), StandardCharsets.UTF_8));
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

  /**
   * The changes that make a key.
   *
   * @param key the key
   * @return changes for {@link #commit}
   */
  public List<Change> creating(KeyRecord key) {
    return replacing(key, 0, Optional.empty());
  }

  /**
   * The changes that put a new state of a key in the place of an older one, also in the list of
   * what falls due.
   *
   * @param old the key as it was read
   * @param next the key as it is to be
   * @return changes for {@link #commit}
   */
  public List<Change> changing(Versioned<KeyRecord> old, KeyRecord next) {
    return replacing(next, old.version(), Optional.ofNullable(old.value().dueDate()));
  }

  private List<Change> replacing(KeyRecord next, long version, Optional<Instant> oldDue) {
    Optional<Instant> due = next.nextDueDate();
    KeyRecord kept = next.with(draft -> draft.dueDate = due.orElse(null));
    List<Change> changes = new ArrayList<>();
    changes.add(
        new Change.Put(Records.key(kept.arn()), Optional.empty(), version, JsonCodec.write(kept)));
    if (!due.equals(oldDue)) {
      oldDue.ifPresent(time -> changes.add(new Change.Delete(Records.due(kept.arn(), time), 1)));
      due.ifPresent(
          time ->
              changes.add(
                  new Change.Put(
                      Records.due(kept.arn(), time),
                      Optional.empty(),
                      0,
                      kept.arn().text().getBytes(StandardCharsets.UTF_8))));
    }
    return changes;
  }

  /**
   * The change that makes or replaces an alias.
   *
   * @param scope account and Region
   * @param alias the alias
   * @param expectedVersion its version now; 0 to make it
   * @return a change for {@link #commit}
   */
  public Change put(Scope scope, AliasRecord alias, long expectedVersion) {
    String parent = Records.key(scope.arn(new KeyId(alias.targetKeyId()))).id();
    return new Change.Put(
        Records.alias(scope.arn(new AliasName(alias.aliasName()))),
        Optional.of(parent),
        expectedVersion,
        JsonCodec.write(alias));
  }

  Change delete(AliasArn alias, long expectedVersion) {
    return new Change.Delete(Records.alias(alias), expectedVersion);
  }

  /**
   * The change that stores key material for the first time.
   *
   * @param key its key
   * @param number which generation
   * @param stored the material
   * @return a change for {@link #commit}
   */
  public Change putMaterial(KeyArn key, int number, byte[] stored) {
    return new Change.Put(
        Records.material(key, number), Optional.of(Records.key(key).id()), 0, stored);
  }

  /**
   * The change that gives a replica the material of its primary key.
   *
   * @param from the primary key
   * @param to the replica
   * @param number which generation
   * @return a change for {@link #commit}; whoever commits it zeroes its content
   */
  public Change copyOfMaterial(KeyArn from, KeyArn to, int number) {
    StoredRecord stored =
        store
            .read(Records.material(from, number))
            .orElseThrow(
                () ->
                    new StoreDamagedException(
                        "The material of key " + from + " is missing in the store."));
    return putMaterial(to, number, stored.content());
  }

  /**
   * The change that stores key material, also over other material of the same number.
   *
   * @param key its key
   * @param number which generation
   * @param stored the material; whoever commits it zeroes it
   * @return changes for {@link #commit}
   */
  public List<Change> replacingMaterial(KeyArn key, int number, byte[] stored) {
    RecordId id = Records.material(key, number);
    long version = store.read(id).map(StoredRecord::wiped).map(StoredRecord::version).orElse(0L);
    return List.of(new Change.Put(id, Optional.of(Records.key(key).id()), version, stored));
  }

  /**
   * The change that deletes key material, if it is there.
   *
   * @param key its key
   * @param number which generation
   * @return a change for {@link #commit}, or none
   */
  public Optional<Change> deletingMaterial(KeyArn key, int number) {
    RecordId id = Records.material(key, number);
    return store
        .read(id)
        .map(StoredRecord::wiped)
        .map(found -> new Change.Delete(id, found.version()));
  }

  /**
   * The changes that delete a key with everything that belongs to it. Large families of records are
   * deleted in several commits before this one, so the list stays short.
   *
   * @param key the key
   * @param kinds which records belong to keys
   * @return changes for {@link #commit}; at most {@value #MAX_CHANGES} and the key itself
   */
  public List<Change> deleting(Versioned<KeyRecord> key, List<RecordKind> kinds) {
    String parent = Records.key(key.value().arn()).id();
    for (RecordKind kind : kinds) {
      List<StoredRecord> family = store.children(kind, parent, Optional.empty(), MAX_CHANGES);
      if (!family.isEmpty()) {
        return family.stream()
            .map(StoredRecord::wiped)
            .map(record -> (Change) new Change.Delete(record.id(), record.version()))
            .toList();
      }
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Delete(Records.key(key.value().arn()), key.version()));
    Optional.ofNullable(key.value().dueDate())
        .ifPresent(time -> changes.add(new Change.Delete(Records.due(key.value().arn(), time), 1)));
    return changes;
  }

  /** Looks for changes that other processes made, unless that was done a moment ago. */
  public void refresh() {
    poll();
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
      case MATERIAL,
          REQUEST,
          GRANT,
          PRINCIPAL,
          POLICY,
          ACCESS_KEY,
          KEY_STORE,
          USAGE,
          DUE,
          AUDIT,
          META -> {}
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
