package dev.keyward.embedded.quota;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds what may be spent in one second and fills up steadily. Lock-free: its whole state is the
 * moment at which it would be full again.
 */
final class TokenBucket {
  private static final double NANOS = 1_000_000_000;

  private final double nanosPerToken;
  private final long capacityNanos;
  private final AtomicLong fullAt;

  /**
   * A full bucket.
   *
   * @param perSecond tokens a second, which is also its capacity, but for at least one
   */
  TokenBucket(double perSecond, long nowNanos) {
    this.nanosPerToken = NANOS / perSecond;
    this.capacityNanos = Math.round(Math.max(NANOS, nanosPerToken));
    this.fullAt = new AtomicLong(nowNanos);
  }

  /** Takes tokens, or none if there are too few. */
  boolean take(int tokens, long nowNanos) {
    // What costs more than fits in would never be possible.
    // Rounded down, so that a second is enough for all of its tokens.
    long cost = Math.min(capacityNanos, (long) (tokens * nanosPerToken));
    while (true) {
      long before = fullAt.get();
      long from = before - nowNanos < 0 ? nowNanos : before;
      long after = from + cost;
      if (after - nowNanos > capacityNanos) {
        return false;
      }
      if (fullAt.compareAndSet(before, after)) {
        return true;
      }
    }
  }
}
