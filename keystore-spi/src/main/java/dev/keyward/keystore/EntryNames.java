package dev.keyward.keystore;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names that were read before. Key managers ask for the same ones at every handshake, and reading
 * one costs more than all the rest of the answer. Thread-safe.
 */
final class EntryNames {
  /** Names come from callers, who may have any number of them. */
  private static final int MAX_KEPT = 4096;

  private final Map<String, EntryName> known = new ConcurrentHashMap<>();

  EntryNames() {}

  EntryName of(String text) {
    EntryName name = known.get(text);
    if (name == null) {
      name = EntryName.of(text);
      if (known.size() >= MAX_KEPT) {
        known.clear();
      }
      known.put(text, name);
    }
    return name;
  }
}
