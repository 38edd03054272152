package dev.keyward.remote.resilience;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How often a request is sent, and how long is waited in between: full jitter under a bound that
 * doubles.
 *
 * @param attempts most attempts, the first included
 * @param throttledAttempts most attempts of a call whose other attempts were throttled
 * @param base bound of the first wait
 * @param cap bound of every wait
 */
public record RetryPolicy(int attempts, int throttledAttempts, Duration base, Duration cap) {
  /** What is used unless configured otherwise. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, 8, Duration.ofMillis(50), Duration.ofSeconds(2));

  private static final Duration THROTTLED_BASE = Duration.ofMillis(200);
  private static final Duration THROTTLED_CAP = Duration.ofSeconds(5);

  /** A service may ask for this much more than the wait that is due; not for more. */
  private static final Duration MOST_EXTRA = Duration.ofSeconds(5);

  private static final int MAX_DOUBLINGS = 20;

  /**
   * The wait before a retry.
   *
   * @param retry 1 for the first one
   * @param throttled whether the service asked for fewer requests
   * @param asked what the service asked for; empty if nothing that makes sense
   * @param random between 0 and 1
   * @return how long
   */
  public Duration wait(
      int retry, boolean throttled, Optional<Duration> asked, DoubleSupplier random) {
    Duration first = throttled ? THROTTLED_BASE : base;
    Duration bound = throttled ? THROTTLED_CAP : cap;
    double doubled = first.toNanos() * Math.pow(2, Math.min(retry - 1, MAX_DOUBLINGS));
    long most = (long) Math.min(bound.toNanos(), doubled);
    Duration due = Duration.ofNanos((long) (most * random.getAsDouble()));
    return asked.map(wish -> clamp(wish, due)).orElse(due);
  }

  private static Duration clamp(Duration wish, Duration due) {
    Duration most = due.plus(MOST_EXTRA);
    return wish.compareTo(due) < 0 ? due : wish.compareTo(most) > 0 ? most : wish;
  }

  /**
   * Most attempts of a call that end in one way.
   *
   * @param throttled whether the service asked for fewer requests
   * @return at least 1
   */
  public int most(boolean throttled) {
    return throttled ? Math.max(attempts, throttledAttempts) : attempts;
  }
}
