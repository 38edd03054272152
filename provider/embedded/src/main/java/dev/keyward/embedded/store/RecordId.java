package dev.keyward.embedded.store;

import java.util.Objects;

/**
 * Names one record.
 *
 * @param kind what it is about
 * @param id unique within the kind; 1 to 512 characters
 */
public record RecordId(RecordKind kind, String id) {
  /** Longest id, in characters. */
  public static final int MAX_LENGTH = 512;

  public RecordId {
    Objects.requireNonNull(kind, "kind");
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a record id has 1 to 512 characters, got " + id.length());
    }
  }

  @Override
  public String toString() {
    return kind.databaseName() + ":" + id;
  }
}
