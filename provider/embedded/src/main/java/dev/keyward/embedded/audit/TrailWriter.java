package dev.keyward.embedded.audit;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The thread that brings events to disk, and the only one that touches the files. */
final class TrailWriter implements Runnable {
  private static final Duration RETRY_AFTER = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofDays(1);

  private final TrailQueue queue;
  private final TrailAppender appender;
  private final HeadKeeper heads;
  private final TrailLimits limits;
  private final AtomicLong written = new AtomicLong();
  private long unsignedSince;
  private volatile TrailHead closingHead;

  TrailWriter(TrailQueue queue, TrailAppender appender, HeadKeeper heads, TrailLimits limits) {
    this.queue = queue;
    this.appender = appender;
    this.heads = heads;
    this.limits = limits;
  }

  @Override
  public void run() {
    try {
      long failedSince = 0;
      while (true) {
        TrailQueue.Batch batch = queue.take(patience());
        boolean done = write(batch);
        failedSince = done ? 0 : failedSince == 0 ? System.nanoTime() : failedSince;
        boolean closing = queue.isClosing();
        if (closing && (queue.pending() == 0 || isOver(failedSince))) {
          break;
        }
        if (!done) {
          Thread.sleep(RETRY_AFTER.toMillis());
        } else {
          checkpointIfDue();
        }
      }
      finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      queue.end();
    }
  }

  private boolean isOver(long failedSince) {
    return failedSince != 0 && System.nanoTime() - failedSince > limits.deadline().toNanos();
  }

  private Duration patience() {
    if (!appender.hasUncheckpointed()) {
      return LONG;
    }
    long left = limits.checkpointAfter().toNanos() - (System.nanoTime() - unsignedSince);
    return Duration.ofNanos(Math.max(0, left));
  }

  private boolean write(TrailQueue.Batch batch) {
    if (batch.isEmpty()) {
      return true;
    }
    boolean hadUnsigned = appender.hasUncheckpointed();
    boolean signed;
    try {
      signed = appender.append(batch.bodies());
    } catch (IOException | RuntimeException | Error e) {
      queue.failed(batch, e);
      return false;
    }
    boolean isFirst = written.getAndAdd(batch.size()) == 0;
    queue.succeeded(batch);
    if (isFirst || signed) {
      heads.later(appender.head(false));
    }
    if (!hadUnsigned || signed) {
      unsignedSince = System.nanoTime();
    }
    return true;
  }

  private void checkpointIfDue() {
    if (appender.hasUncheckpointed() && patience().isZero()) {
      unsignedSince = System.nanoTime();
      if (checkpoint(false)) {
        heads.later(appender.head(false));
      }
    }
  }

  private boolean checkpoint(boolean closing) {
    try {
      return appender.checkpoint(closing);
    } catch (IOException | RuntimeException e) {
      // The events themselves are on disk; the next checkpoint signs them too.
      return false;
    }
  }

  private void finish() {
    if (checkpoint(true)) {
      closingHead = appender.head(true);
    }
    try {
      appender.close();
    } catch (IOException e) {
      // Everything was forced to disk before.
      closingHead = null;
    }
  }

  long written() {
    return written.get();
  }

  /** The head to be kept when the writer has ended; null if the trail could not be closed. */
  TrailHead closingHead() {
    return closingHead;
  }
}
