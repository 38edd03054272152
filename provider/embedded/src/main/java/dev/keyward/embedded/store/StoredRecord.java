package dev.keyward.embedded.store;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A record as it was read.
 *
 * @param id its name
 * @param parent the id of the record it belongs to, if any
 * @param version 1 when it was made, one more with each change
 * @param content its bytes in clear; the reader owns the array and zeroes it if it is secret
 */
public record StoredRecord(RecordId id, Optional<String> parent, long version, byte[] content) {
  public StoredRecord {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(parent, "parent");
    Objects.requireNonNull(content, "content");
  }

  /**
   * Zeroes the content, when only name and version are wanted.
   *
   * @return this record
   */
  public StoredRecord wiped() {
    Arrays.fill(content, (byte) 0);
    return this;
  }

  @Override
  public String toString() {
    return "StoredRecord[" + id + " version " + version + "]";
  }
}
