package dev.keyward.remote.resilience;

import java.time.Duration;

/** When a whole call must be over, whatever it still does. */
public final class Deadline {
  private final Waiter time;
  private final long end;

  private Deadline(Waiter time, long end) {
    this.time = time;
    this.end = end;
  }

  /**
   * A deadline.
   *
   * @param limit how long the call may take
   * @param time the clock
   * @return the deadline, counted from now
   */
  public static Deadline in(Duration limit, Waiter time) {
    return new Deadline(time, time.nanoTime() + limit.toNanos());
  }

  /**
   * What is left.
   *
   * @return zero when it has passed
   */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - time.nanoTime()));
  }

  /**
   * Tells whether a wait ends before the deadline.
   *
   * @param wait how long
   * @return false if nothing would be left after it
   */
  public boolean allows(Duration wait) {
    return left().compareTo(wait) > 0;
  }
}
