package dev.keyward.embedded.audit;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes a trail's head to the store, away from those who wait for the trail: the store may be
 * locked by another process for longer than they can wait. The thread ends when it has nothing to
 * do.
 */
final class HeadKeeper implements AutoCloseable {
  private static final long IDLE_SECONDS = 5;

  private final TrailHeads heads;
  private final String trail;
  private final AtomicReference<TrailHead> newest = new AtomicReference<>();
  private final AtomicLong failures = new AtomicLong();
  private final ThreadPoolExecutor executor;

  HeadKeeper(TrailHeads heads, String trail) {
    this.heads = heads;
    this.trail = trail;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "keyward-audit-head");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  void later(TrailHead head) {
    boolean isWaiting = newest.getAndSet(head) != null;
    if (!isWaiting && !executor.isShutdown()) {
      executor.execute(this::putNewest);
    }
  }

  void now(TrailHead head) {
    newest.set(head);
    putNewest();
  }

  private void putNewest() {
    TrailHead head = newest.getAndSet(null);
    if (head != null) {
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
  }
}
