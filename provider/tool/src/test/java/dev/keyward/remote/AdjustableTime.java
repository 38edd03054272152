package dev.keyward.remote;

import dev.keyward.remote.resilience.Waiter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Real time that a test can move forward. */
public final class AdjustableTime implements Waiter {
  private final Waiter real = Waiter.system();
  private final AtomicLong ahead = new AtomicLong();

  public void pass(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  @Override
  public long nanoTime() {
    return real.nanoTime() + ahead.get();
  }

  @Override
  public void await(Duration time) throws InterruptedException {
    real.await(time);
  }
}
