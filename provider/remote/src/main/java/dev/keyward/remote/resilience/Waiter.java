package dev.keyward.remote.resilience;

import java.time.Duration;

/** Time that passes, and how to let it pass. */
public interface Waiter {

  /**
   * A clock that never goes back.
   *
   * @return nanoseconds since some moment
   */
  long nanoTime();

  /**
   * Waits.
   *
   * @param time how long
   * @throws InterruptedException if the thread was interrupted
   */
  void await(Duration time) throws InterruptedException;

  /**
   * The real one.
   *
   * @return a waiter that uses the JVM's clock and blocks the thread
   */
  static Waiter system() {
    return new Waiter() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void await(Duration time) throws InterruptedException {
        java.util.concurrent.TimeUnit.NANOSECONDS.sleep(time.toNanos());
      }
    };
  }
}
