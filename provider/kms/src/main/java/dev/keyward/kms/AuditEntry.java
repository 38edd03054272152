package dev.keyward.kms;

import java.time.Instant;
import java.util.Objects;

/**
 * One event of an audit trail, in short.
 *
 * @param time when the call arrived, to the second
 * @param event the operation, or what the service did on its own
 * @param principal who called: an ARN, or the service; null if nobody could be told
 * @param key ARN of the key, or what the caller named it by; null if there is none
 * @param error the error code; null for success
 * @param region the Region
 * @param requestId the id of the request; null for what the service did on its own
 * @param json the whole event as it stands in the file
 */
public record AuditEntry(
    Instant time,
    String event,
    String principal,
    String key,
    String error,
    String region,
    String requestId,
    String json) {
  public AuditEntry {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(json, "json");
  }
}
