package dev.keyward.embedded.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;

/**
 * A point in monotonic time until which to wait. Waiting is not cut short by an interrupt; the
 * interrupt flag is kept.
 */
record Deadline(long nanoTime) {
  private static final long SHORTEST_PAUSE_NANOS = 50_000;
  private static final long LONGEST_PAUSE_NANOS = 1_000_000;

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  boolean isOver() {
    return System.nanoTime() - nanoTime >= 0;
  }

  /** Pauses for a moment, longer with each attempt up to a millisecond. */
  void pause(int attempt) {
    boolean interrupted = Thread.interrupted();
    LockSupport.parkNanos(
        Math.min(LONGEST_PAUSE_NANOS, SHORTEST_PAUSE_NANOS << Math.min(attempt, 10)));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes a lock; false if it was not free in time. */
  boolean acquire(Lock lock) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return lock.tryLock(nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
