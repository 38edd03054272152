package dev.keyward.model;

/** Where a KMS key is in its life. */
public enum KeyState {
  /** A new replica that is not ready yet. */
  CREATING("Creating"),
  /** Ready for every operation. */
  ENABLED("Enabled"),
  /** Switched off by an administrator; can be enabled again. */
  DISABLED("Disabled"),
  /** Waiting for the end of its waiting period; the deletion can still be cancelled. */
  PENDING_DELETION("PendingDeletion"),
  /** Waiting for imported key material. */
  PENDING_IMPORT("PendingImport"),
  /** A primary key whose deletion waits for its replicas. */
  PENDING_REPLICA_DELETION("PendingReplicaDeletion"),
  /** Its custom key store is disconnected. */
  UNAVAILABLE("Unavailable"),
  /** Its primary Region is being changed. */
  UPDATING("Updating");

  private final String wireName;

  KeyState(String wireName) {
    this.wireName = wireName;
  }

  /**
   * The name in the KMS API.
   *
   * @return for example {@code PendingDeletion}
   */
  public String wireName() {
    return wireName;
  }

  /**
   * Tells whether cryptographic operations work in this state.
   *
   * @return true for {@link #ENABLED} and {@link #UPDATING}
   */
  public boolean isUsable() {
    return switch (this) {
      case ENABLED, UPDATING -> true;
      case CREATING,
          DISABLED,
          PENDING_DELETION,
          PENDING_IMPORT,
          PENDING_REPLICA_DELETION,
          UNAVAILABLE ->
          false;
    };
  }

  /**
   * The state in words for messages: {@code "disabled"}, {@code "pending deletion"}.
   *
   * @return lower-case words
   */
  public String words() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
