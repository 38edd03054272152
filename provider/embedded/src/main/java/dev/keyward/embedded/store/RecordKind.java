package dev.keyward.embedded.store;

/** What a record is about. The name in the database is part of what the record's seal protects. */
public enum RecordKind {
  /** Metadata of a KMS key; the id is {@code account/region/key-id}. */
  KEY("key"),
  /** One backing key; the id is {@code key-record-id/number}, the parent the key's record id. */
  MATERIAL("material"),
  /** An alias; the id is {@code account/region/alias-name}, the parent the key's record id. */
  ALIAS("alias"),
  /** Settings of the store itself. */
  META("meta");

  private final String databaseName;

  RecordKind(String databaseName) {
    this.databaseName = databaseName;
  }

  /**
   * The name in the database.
   *
   * @return a lower-case word
   */
  public String databaseName() {
    return databaseName;
  }
}
