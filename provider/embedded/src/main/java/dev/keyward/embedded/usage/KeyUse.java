package dev.keyward.embedded.usage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * One successful cryptographic use of a key. The store keeps it in JSON.
 *
 * @param operation the operation, such as {@code Decrypt}
 * @param time when, to the millisecond
 * @param eventId id of the audit event; null if there is no audit trail
 * @param requestId id of the request
 * @param principal ARN of the caller; null if it is not known. An addition of ours
 */
public record KeyUse(
    String operation, Instant time, String eventId, String requestId, String principal) {
  public KeyUse {
    Objects.requireNonNull(operation, "operation");
    // As the store keeps it: what comes back must not look earlier than what was written.
    time = time.truncatedTo(ChronoUnit.MILLIS);
  }

  boolean isAfter(KeyUse other) {
    return time.isAfter(other.time);
  }
}
