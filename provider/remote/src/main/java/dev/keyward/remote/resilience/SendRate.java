package dev.keyward.remote.resilience;

import java.time.Duration;

/**
 * How fast requests go to an endpoint that throttles. Until it does, as fast as they come. Then
 * half as fast as before, soon back to just below what the service took, and from there slowly
 * upwards to find out whether it takes more. Thread-safe.
 */
public final class SendRate {
  private static final double FLOOR = 1;
  private static final double SECOND = 1e9;

  /** Part of the rate that worked which is returned to quickly. */
  private static final double KNEE = 0.98;

  /** Requests a second that are added in a second while probing for more, as a part of the rate. */
  private static final double PROBING = 0.01;

  /** Seconds within which the rate is back at the knee. */
  private static final double RECOVERY_SECONDS = 0.25;

  /** Throttled requests that were sent before the last halving tell nothing new. */
  private static final double HALVE_EVERY_SECONDS = 0.5;

  /** Without throttling for this long, nothing is held back any more. */
  private static final double FORGET_SECONDS = 60;

  private final Waiter time;
  private boolean isLimited;
  private double rate;
  private double knee;
  private long changed;
  private long throttled;
  private double nextSlot;
  private long windowStart;
  private int windowCount;
  private double measured;

  /**
   * An unlimited rate.
   *
   * @param time the clock
   */
  public SendRate(Waiter time) {
    this.time = time;
    this.windowStart = time.nanoTime();
  }

  /**
   * Takes the next place in the queue of requests, if it comes soon enough.
   *
   * @param longest how long one can wait
   * @return how long to wait before sending; negative if the place comes too late, and then none
   *     was taken
   */
  public synchronized Duration reserve(Duration longest) {
    long now = time.nanoTime();
    if (!isLimited()) {
      return Duration.ZERO;
    }
    recover(now);
    double slot = Math.max(now, nextSlot);
    Duration wait = Duration.ofNanos((long) (slot - now));
    if (wait.compareTo(longest) > 0) {
      return Duration.ofNanos(-1);
    }
    nextSlot = slot + SECOND / rate;
    return wait;
  }

  /**
   * Tells whether requests may have to wait for their turn.
   *
   * @return false while they go out as fast as they come
   */
  public synchronized boolean isLimited() {
    if (isLimited && (time.nanoTime() - throttled) / SECOND > FORGET_SECONDS) {
      isLimited = false;
    }
    return isLimited;
  }

  /** A request was taken by the service. */
  public synchronized void taken() {
    long now = time.nanoTime();
    windowCount++;
    double seconds = (now - windowStart) / SECOND;
    if (seconds >= 1) {
      measured = windowCount / seconds;
      windowCount = 0;
      windowStart = now;
    }
  }

  /** The service asked for fewer requests. */
  public synchronized void throttled() {
    long now = time.nanoTime();
    if (isLimited && (now - throttled) / SECOND < HALVE_EVERY_SECONDS) {
      return;
    }
    recover(now);
    // What was asked for when it was too much; the first time, what the service took until then.
    double took = measured > 0 ? measured : windowRate(now);
    knee = Math.max(FLOOR, isLimited ? rate : took);
    rate = Math.max(FLOOR, knee / 2);
    isLimited = true;
    throttled = now;
    changed = now;
    nextSlot = Math.max(nextSlot, now);
  }

  private double windowRate(long now) {
    return windowCount / Math.max(0.1, (now - windowStart) / SECOND);
  }

  private void recover(long now) {
    double seconds = (now - changed) / SECOND;
    changed = now;
    if (!isLimited || seconds <= 0) {
      return;
    }
    double target = knee * KNEE;
    if (rate < target) {
      rate = Math.min(target, rate + knee / 2 * seconds / RECOVERY_SECONDS);
    } else {
      rate += Math.max(1, rate * PROBING) * seconds;
    }
  }

  /**
   * The rate.
   *
   * @return requests a second; infinite while nothing is held back
   */
  public synchronized double perSecond() {
    return isLimited ? rate : Double.POSITIVE_INFINITY;
  }
}
