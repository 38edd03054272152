package dev.keyward.remote.resilience;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many requests are under way and how many callers wait to send one, so that a slow
 * service does not collect the threads of the whole program.
 */
public final class Bulkhead {
  private final Semaphore free;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int mostWaiting;

  /**
   * A bulkhead.
   *
   * @param atOnce most requests under way
   * @param mostWaiting most callers that wait
   */
  public Bulkhead(int atOnce, int mostWaiting) {
    this.free = new Semaphore(atOnce);
    this.mostWaiting = mostWaiting;
  }

  /**
   * Enters.
   *
   * @param longest how long to wait for a place
   * @return false if there is none; then {@link #leave} is not called
   * @throws InterruptedException if the thread was interrupted while it waited
   */
  public boolean enter(Duration longest) throws InterruptedException {
    if (free.tryAcquire()) {
      return true;
    }
    if (!beginWaiting()) {
      return false;
    }
    try {
      return free.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      endWaiting();
    }
  }

  /**
   * Counts a caller among those that wait, for whatever.
   *
   * @return false if there are too many; then {@link #endWaiting} is not called
   */
  public boolean beginWaiting() {
    if (waiting.incrementAndGet() > mostWaiting) {
      waiting.decrementAndGet();
      return false;
    }
    return true;
  }

  /** The caller waits no longer. */
  public void endWaiting() {
    waiting.decrementAndGet();
  }

  /** Makes the place free. */
  public void leave() {
    free.release();
  }
}
