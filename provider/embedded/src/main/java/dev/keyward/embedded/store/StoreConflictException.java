package dev.keyward.embedded.store;

/** Another process or thread changed a record first. Read it again and decide anew. */
public final class StoreConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RecordId record;

  /**
   * Names the record.
   *
   * @param record the record that does not have the expected version
   */
  public StoreConflictException(RecordId record) {
    super("record " + record + " was changed by another writer");
    this.record = record;
  }

  /**
   * The record in question.
   *
   * @return its name
   */
  public RecordId record() {
    return record;
  }
}
