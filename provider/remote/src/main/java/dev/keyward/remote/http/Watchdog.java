package dev.keyward.remote.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends what takes too long altogether. The timeouts of a socket start anew with every byte, so that
 * an answer that comes byte by byte would never be late.
 *
 * <p>Its thread is started by the first request and ends when there was none for a while.
 */
final class Watchdog implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final ScheduledThreadPoolExecutor thread;

  Watchdog() {
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(null, work, "keyward-remote-watchdog", 0, false);
              made.setDaemon(true);
              return made;
            });
    thread.setRemoveOnCancelPolicy(true);
    thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
  }

  /** Runs an action after a time, unless it is cancelled before. */
  Future<?> after(Duration time, Runnable action) {
    try {
      return thread.schedule(action, time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the transport was closed", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
