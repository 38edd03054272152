package dev.keyward.embedded.store;

/** What a record is about. The name in the database is part of what the record's seal protects. */
public enum RecordKind {
  /** Metadata of a KMS key; the id is {@code account/region/key-id}. */
  KEY("key"),
  /** One backing key; the id is {@code key-record-id/number}, the parent the key's record id. */
  MATERIAL("material"),
  /** An alias; the id is {@code account/region/alias-name}, the parent the key's record id. */
  ALIAS("alias"),
  /**
   * A request that made a key or a named grant; the id is {@code account/region/} and a digest of
   * what makes requests the same, the parent the key's record id. Also what makes the last grants
   * of a key go one after the other.
   */
  REQUEST("request"),
  /** A grant; the id is {@code key-record-id/grant-id}, the parent the key's record id. */
  GRANT("grant"),
  /** A user or role with its policies; the id is its ARN. */
  PRINCIPAL("principal"),
  /** A managed policy that users and roles share; the id is its ARN. */
  POLICY("policy"),
  /** An access key; the id is its own, the parent the ARN of its user. */
  ACCESS_KEY("access-key"),
  /** A custom key store; the id is {@code account/region/key-store-id}. */
  KEY_STORE("key-store"),
  /** When a key was last used; the id is the key's record id. */
  USAGE("usage"),
  /** Work that falls due; the id starts with the time, so that it is found in that order. */
  DUE("due"),
  /** The head of one writer's audit trail; the id is the trail's. */
  AUDIT("audit"),
  /** Settings of the store itself, and what makes certain changes go one after the other. */
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
