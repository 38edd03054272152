package dev.keyward.embedded.usage;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoreConflictException;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.kms.json.JsonCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last use of every key: in memory at once, in the store with the next {@link #flush}. A
 * process that dies between two flushes loses at most what it remembered since. Thread-safe.
 */
public final class LastUsage {
  /** Most keys remembered between two flushes. */
  static final int MAX_REMEMBERED = 100_000;

  private static final int BATCH = 200;
  private static final int MAX_CONFLICTS = 20;

  private final ConcurrentHashMap<String, KeyUse> unflushed = new ConcurrentHashMap<>();

  /** Remembers nothing yet. */
  public LastUsage() {}

  /**
   * Remembers a use. Costs one look into a map: no database, no lock that others wait for.
   *
   * @param keyRecordId record id of the key
   * @param use what it was used for; an earlier one than is remembered changes nothing
   * @return false if too many keys wait for the next flush, which should come soon; this use was
   *     not remembered
   */
  public boolean record(String keyRecordId, KeyUse use) {
    KeyUse before = unflushed.get(keyRecordId);
    while (true) {
      if (before == null) {
        if (unflushed.size() >= MAX_REMEMBERED) {
          return false;
        }
        before = unflushed.putIfAbsent(keyRecordId, use);
        if (before == null) {
          return true;
        }
      } else if (!use.isAfter(before) || unflushed.replace(keyRecordId, before, use)) {
        return true;
      } else {
        before = unflushed.get(keyRecordId);
      }
    }
  }

  /**
   * The last use that is known here or to any process that flushed.
   *
   * @param store the store
   * @param keyRecordId record id of the key
   * @return empty if there is none
   */
  public Optional<KeyUse> find(RecordStore store, String keyRecordId) {
    Optional<KeyUse> stored = store.read(id(keyRecordId)).map(LastUsage::parse);
    KeyUse remembered = unflushed.get(keyRecordId);
    if (remembered == null) {
      return stored;
    }
    return stored.filter(other -> other.isAfter(remembered)).or(() -> Optional.of(remembered));
  }

  /**
   * The change that removes what is stored about a key, for the commit that deletes the key.
   *
   * @param store the store
   * @param keyRecordId record id of the key
   * @return empty if nothing is stored
   */
  public Optional<Change> removal(RecordStore store, String keyRecordId) {
    unflushed.remove(keyRecordId);
    return store.read(id(keyRecordId)).map(old -> new Change.Delete(old.id(), old.version()));
  }

  /**
   * Writes what is remembered to the store; of two processes the later use wins. What cannot be
   * written stays remembered.
   *
   * @param store the store
   * @return how many records were written
   */
  public int flush(RecordStore store) {
    List<Map.Entry<String, KeyUse>> all = new ArrayList<>();
    unflushed.forEach((key, use) -> all.add(Map.entry(key, use)));
    int written = 0;
    for (int from = 0; from < all.size(); from += BATCH) {
      written += flush(store, all.subList(from, Math.min(from + BATCH, all.size())));
    }
    return written;
  }

  private int flush(RecordStore store, List<Map.Entry<String, KeyUse>> batch) {
    for (int attempt = 1; ; attempt++) {
      List<Change> changes = changes(store, batch);
      try {
        if (!changes.isEmpty()) {
          store.commit(changes);
        }
        // Only what was written: what came meanwhile stays for the next flush.
        batch.forEach(entry -> unflushed.remove(entry.getKey(), entry.getValue()));
        return changes.size();
      } catch (StoreConflictException another) {
        if (attempt == MAX_CONFLICTS) {
          throw another;
        }
      }
    }
  }

  private static List<Change> changes(RecordStore store, List<Map.Entry<String, KeyUse>> batch) {
    List<Change> changes = new ArrayList<>();
    for (Map.Entry<String, KeyUse> entry : batch) {
      RecordId id = id(entry.getKey());
      Optional<StoredRecord> stored = store.read(id);
      if (stored.isEmpty() || entry.getValue().isAfter(parse(stored.get()))) {
        long version = stored.map(StoredRecord::version).orElse(0L);
        byte[] content = JsonCodec.write(entry.getValue());
        changes.add(new Change.Put(id, Optional.of(entry.getKey()), version, content));
      }
    }
    return changes;
  }

  private static KeyUse parse(StoredRecord record) {
    return JsonCodec.read(record.content(), KeyUse.class, JsonCodec.Reading.REQUEST);
  }

  private static RecordId id(String keyRecordId) {
    return new RecordId(RecordKind.USAGE, keyRecordId);
  }
}
