package dev.keyward.embedded;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoredRecord;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps a resource quota although many callers, also of several processes, make things at the same
 * time. What there is was counted before the commit, so the last places are given one after the
 * other: all who take one write the same record, and the store lets one of them.
 *
 * <p>While there is room for everybody who could be at it at once, nobody waits for anybody.
 */
final class LastPlaces {
  /** More than the threads of all processes that make something in the same moment. */
  static final int FEW = 200;

  private static final byte[] CONTENT = {1};

  private final RecordStore store;

  LastPlaces(RecordStore store) {
    this.store = store;
  }

  /**
   * What goes into the commit that takes a place.
   *
   * @param record the record that stands for the quota
   * @param parent what the record is deleted with, if with anything
   * @param left tells how many places are left; asked again when there are few
   * @return empty if there are many
   * @throws NoPlaceException if there is none
   */
  Optional<Change> take(RecordId record, Optional<String> parent, LongSupplier left)
      throws NoPlaceException {
    if (left.getAsLong() > FEW) {
      return Optional.empty();
    }
    // The version first: whoever takes a place after the count makes this commit fail.
    Change change = new Change.Put(record, parent, version(record), CONTENT);
    if (left.getAsLong() <= 0) {
      throw new NoPlaceException();
    }
    return Optional.of(change);
  }

  private long version(RecordId record) {
    return store.read(record).map(StoredRecord::version).orElse(0L);
  }

  /** Nothing is left. */
  static final class NoPlaceException extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
