package dev.keyward.kms;

import java.util.List;

/**
 * What a key service offers that keeps its own audit trail where it can be read: a capability of
 * some implementations of {@link Kms}, found with {@code instanceof}. It is not part of the KMS
 * API.
 */
public interface AuditReading {

  /**
   * Reads the whole trail and checks that nothing was changed, removed, added or put elsewhere.
   *
   * @return what was found; a damaged trail is a result, not a failure
   * @throws dev.keyward.failure.BackendUnavailableException if a file cannot be read
   */
  AuditVerification verifyAudit();

  /**
   * Reads events without checking them.
   *
   * @param query which ones
   * @return the newest ones that fit, oldest first
   * @throws dev.keyward.failure.BackendUnavailableException if a file cannot be read
   */
  List<AuditEntry> readAudit(AuditQuery query);
}
