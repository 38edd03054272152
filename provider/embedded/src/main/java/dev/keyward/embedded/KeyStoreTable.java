package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.kms.ConnectionState;
import dev.keyward.kms.json.JsonCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Custom key stores in the store. What decides about the use of keys, whether a key store is
 * connected, is kept in memory until it changes. Thread-safe.
 */
final class KeyStoreTable {
  private static final int PAGE = 1_000;

  private final RecordStore store;
  private final Map<RecordId, Connection> connections = new ConcurrentHashMap<>();

  /** Counts what was forgotten, so that a read that began before a change is not kept after it. */
  private final AtomicLong epoch = new AtomicLong();

  /** What is kept in memory of a key store: nothing secret. */
  record Connection(String clusterId, ConnectionState state) {
    boolean isUp() {
      return state == ConnectionState.CONNECTED;
    }
  }

  KeyStoreTable(RecordStore store) {
    this.store = store;
  }

  static RecordId id(Scope scope, String keyStoreId) {
    return new RecordId(RecordKind.KEY_STORE, scope.prefix() + keyStoreId);
  }

  Optional<Versioned<KeyStoreRecord>> find(Scope scope, String keyStoreId) {
    return store.read(id(scope, keyStoreId)).map(KeyStoreTable::parse);
  }

  /** All of them, with their PINs zeroed: a listing needs none. */
  List<KeyStoreRecord> all(Scope scope) {
    return store.scan(RecordKind.KEY_STORE, scope.prefix(), Optional.empty(), PAGE).stream()
        .map(record -> parse(record).value())
        .peek(record -> Arrays.fill(record.pin(), (byte) 0))
        .toList();
  }

  /** Empty if there is no such key store. */
  Optional<Connection> connection(Scope scope, String keyStoreId) {
    RecordId id = id(scope, keyStoreId);
    Connection known = connections.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    long before = epoch.get();
    Optional<Connection> read =
        find(scope, keyStoreId)
            .map(
                record -> {
                  Arrays.fill(record.value().pin(), (byte) 0);
                  return new Connection(record.value().clusterId(), record.value().state());
                });
    read.ifPresent(connection -> connections.put(id, connection));
    if (epoch.get() != before) {
      connections.remove(id);
    }
    return read;
  }

  /**
   * How often key stores of an account and Region were made or renamed. Read before all of them
   * are, and given to {@link #put}, it makes sure that nothing was added to them meanwhile.
   */
  long edition(Scope scope) {
    return store.read(edition(scope.prefix())).map(StoredRecord::version).orElse(0L);
  }

  private static RecordId edition(String prefix) {
    return new RecordId(RecordKind.META, "key-stores/" + prefix);
  }

  /**
   * Puts what may be in the way of another key store: it is new, or has another name or cluster.
   */
  void put(Scope scope, KeyStoreRecord record, long version, long edition) {
    put(
        scope,
        record,
        version,
        List.of(
            new Change.Put(edition(scope.prefix()), Optional.empty(), edition, new byte[] {1})));
  }

  void put(Scope scope, KeyStoreRecord record, long version) {
    put(scope, record, version, List.of());
  }

  private void put(Scope scope, KeyStoreRecord record, long version, List<Change> more) {
    RecordId id = id(scope, record.keyStoreId());
    byte[] content = JsonCodec.write(record);
    try {
      List<Change> changes = new ArrayList<>(more);
      changes.add(new Change.Put(id, Optional.empty(), version, content));
      store.commit(changes);
    } finally {
      Arrays.fill(content, (byte) 0);
      forget(id);
    }
  }

  void delete(Scope scope, Versioned<KeyStoreRecord> record) {
    RecordId id = id(scope, record.value().keyStoreId());
    store.commit(List.of(new Change.Delete(id, record.version())));
    forget(id);
  }

  void forget(RecordId changed) {
    epoch.incrementAndGet();
    connections.remove(changed);
  }

  void forgetAll() {
    epoch.incrementAndGet();
    connections.clear();
  }

  private static Versioned<KeyStoreRecord> parse(StoredRecord record) {
    try {
      return new Versioned<>(
          JsonCodec.read(record.content(), KeyStoreRecord.class, JsonCodec.Reading.REQUEST),
          record.version());
    } finally {
      record.wiped();
    }
  }
}
