package dev.keyward.embedded.store;

import java.util.Objects;
import java.util.Optional;

/** One step of a commit. */
public sealed interface Change {

  /**
   * The record to be changed.
   *
   * @return its name
   */
  RecordId id();

  /**
   * The version the record must have for the commit to go through; 0 means it must not exist.
   *
   * @return the version
   */
  long expectedVersion();

  /**
   * Makes a record or replaces its content.
   *
   * @param id the record
   * @param parent the id of the record it belongs to, if any
   * @param expectedVersion its version now; 0 to make it
   * @param content the new content in clear; read before the commit returns, not kept
   */
  record Put(RecordId id, Optional<String> parent, long expectedVersion, byte[] content)
      implements Change {
    public Put {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(parent, "parent");
      Objects.requireNonNull(content, "content");
    }

    @Override
    public String toString() {
      return "Put[" + id + " over version " + expectedVersion + "]";
    }
  }

  /**
   * Changes nothing: the commit goes through only if the record is as it was read.
   *
   * @param id the record
   * @param expectedVersion its version now; 0 if it must not exist
   */
  record Require(RecordId id, long expectedVersion) implements Change {
    public Require {
      Objects.requireNonNull(id, "id");
    }
  }

  /**
   * Deletes a record.
   *
   * @param id the record
   * @param expectedVersion its version now
   */
  record Delete(RecordId id, long expectedVersion) implements Change {
    public Delete {
      Objects.requireNonNull(id, "id");
    }
  }
}
