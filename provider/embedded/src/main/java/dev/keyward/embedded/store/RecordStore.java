package dev.keyward.embedded.store;

import dev.keyward.secret.SecretBytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sealed records with compare-and-set, shared by several processes. Thread-safe.
 *
 * <p>Every method that touches the database may throw {@link
 * dev.keyward.failure.StoreDamagedException} if a record is not what was committed, {@link
 * dev.keyward.failure.BackendUnavailableException} if the database is locked for too long or
 * refuses an input or output operation; then nothing was committed.
 */
public interface RecordStore extends AutoCloseable {
  /** Named by {@link #pollChanges} where it cannot name all records that were changed. */
  RecordId ANY = new RecordId(RecordKind.META, "*");

  /**
   * The random id the store got when it was made.
   *
   * @return 32 lower-case hex digits
   */
  String storeId();

  /**
   * Reads one record.
   *
   * @param id the record
   * @return the record, or empty if there is none
   */
  Optional<StoredRecord> read(RecordId id);

  /**
   * Reads records of a kind in the order of their ids (by code point).
   *
   * @param kind the kind
   * @param prefix only ids that start with this; may be empty
   * @param after only ids after this one; empty to start with the first
   * @param limit most records wanted
   * @return at most {@code limit} records
   */
  List<StoredRecord> scan(RecordKind kind, String prefix, Optional<String> after, int limit);

  /**
   * Reads records of a kind that belong to a parent, in the order of their ids.
   *
   * @param kind the kind
   * @param parent the parent's id
   * @param after only ids after this one; empty to start with the first
   * @param limit most records wanted
   * @return at most {@code limit} records
   */
  List<StoredRecord> children(RecordKind kind, String parent, Optional<String> after, int limit);

  /**
   * Counts records of a kind whose id starts with a prefix.
   *
   * @param kind the kind
   * @param prefix the prefix; may be empty
   * @return the number
   */
  long count(RecordKind kind, String prefix);

  /**
   * Carries out all changes or none. When this returns, they survive a crash.
   *
   * @param changes at least one, each on another record
   * @throws StoreConflictException if a record does not have the expected version; nothing was
   *     changed
   */
  void commit(List<Change> changes);

  /**
   * Tells which records were changed by anyone, this process included, since the last call. Cheap
   * when nothing changed.
   *
   * <p>{@link #ANY} among them means that any record may have been changed: the last call was so
   * long ago that the list of changes since was thrown away.
   *
   * @return the records; a record may be named although it is back to what it was
   */
  Set<RecordId> pollChanges();

  /**
   * Derives a secret that belongs to this store and a purpose, the same in every process.
   *
   * @param purpose a short constant word
   * @return 32 bytes; the caller closes it
   */
  SecretBytes secretFor(String purpose);

  /**
   * Destroys what was deleted before this call, so that no earlier copy of the database gives it
   * away. Takes time in proportion to the store; others go on reading and writing meanwhile. Doing
   * it again after it failed or was cut off is always right.
   *
   * @throws UnsupportedOperationException if this store cannot do that
   */
  default void shred() {
    throw new UnsupportedOperationException("this store cannot destroy what was deleted");
  }

  /** Closes the database connections and forgets the ring. Idempotent. */
  @Override
  void close();
}
