package dev.keyward.kms;

import java.time.Instant;
import java.util.Optional;

/**
 * Which events of an audit trail are wanted.
 *
 * @param key only events whose key ARN or key reference ends with this; empty for all
 * @param event only events of this name, whatever the case; empty for all
 * @param errorsOnly only calls that failed
 * @param since only events at this time or later; empty for all
 * @param limit the most events wanted, at least one; the newest are given
 */
public record AuditQuery(
    Optional<String> key,
    Optional<String> event,
    boolean errorsOnly,
    Optional<Instant> since,
    int limit) {
  /** The most events that one query can ask for. */
  public static final int MAX_LIMIT = 100_000;

  public AuditQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be from 1 to " + MAX_LIMIT + ", got " + limit);
    }
  }

  /**
   * The newest events of any kind.
   *
   * @param limit how many
   * @return a query
   */
  public static AuditQuery newest(int limit) {
    return new AuditQuery(Optional.empty(), Optional.empty(), false, Optional.empty(), limit);
  }

  /**
   * Tells whether an event is wanted.
   *
   * @param entry an event
   * @return true if it fits, whatever the limit
   */
  public boolean accepts(AuditEntry entry) {
    return (!errorsOnly || entry.error() != null)
        && event.map(name -> name.equalsIgnoreCase(entry.event())).orElse(true)
        && since.map(time -> !entry.time().isBefore(time)).orElse(true)
        && key.map(name -> entry.key() != null && entry.key().endsWith(name)).orElse(true);
  }
}
