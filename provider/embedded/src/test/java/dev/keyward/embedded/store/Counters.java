package dev.keyward.embedded.store;

import static dev.keyward.embedded.store.Stores.key;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Counts upwards in a record, together with others. */
final class Counters {
  private Counters() {}

  /**
   * Adds one again and again.
   *
   * @return how often another writer was faster
   */
  static int increment(RecordStore store, String id, int times) {
    int conflicts = 0;
    for (int done = 0; done < times; ) {
      StoredRecord now = store.read(key(id)).orElseThrow();
      int value = Integer.parseInt(new String(now.content(), StandardCharsets.UTF_8));
      try {
        store.commit(List.of(Stores.put(id, now.version(), String.valueOf(value + 1))));
        done++;
      } catch (StoreConflictException e) {
        conflicts++;
      }
    }
    return conflicts;
  }
}
