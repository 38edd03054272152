package dev.keyward.embedded.audit;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes a trail's head to the store, away from those who wait for the trail: the store may be
 * locked by another process for longer than they can wait. It does so at most twice a second; the
 * thread ends when it has nothing to do.
 */
final class HeadKeeper implements AutoCloseable {
  private static final long IDLE_SECONDS = 5;

  /** Commits are dear, and shared with those who change keys. */
  private static final long INTERVAL_NANOS = 500_000_000;

  private final TrailHeads heads;
  private final String trail;
  private final AtomicReference<TrailHead> newest = new AtomicReference<>();
  private final AtomicLong failures = new AtomicLong();
  private final ScheduledThreadPoolExecutor executor;
  private volatile long lastPut;

  HeadKeeper(TrailHeads heads, String trail) {
    this.heads = heads;
    this.trail = trail;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "keyward-audit-head");
              thread.setDaemon(true);
              return thread;
            });
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  void later(TrailHead head) {
    boolean isWaiting = newest.getAndSet(head) != null;
    if (!isWaiting && !executor.isShutdown()) {
      long wait = lastPut == 0 ? 0 : lastPut + INTERVAL_NANOS - System.nanoTime();
      executor.schedule(this::putNewest, wait, TimeUnit.NANOSECONDS);
    }
  }

  void now(TrailHead head) {
    newest.set(head);
    putNewest();
  }

  private void putNewest() {
    TrailHead head = newest.getAndSet(null);
    if (head != null) {
      lastPut = System.nanoTime();
      try {
        heads.put(trail, head);
      } catch (RuntimeException storeUnavailable) {
        // The next head says as much; without one, the verifier tells what is not proven.
        failures.incrementAndGet();
      }
    }
  }

  long failures() {
    return failures.get();
  }

  @Override
  public void close() {
    executor.shutdown();
    putNewest();
  }
}
