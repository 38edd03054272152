package dev.keyward.endpoint;

import java.io.IOException;
import java.io.Writer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes lines from a thread of its own, so that nobody who has a line waits for a disk or for
 * whoever reads a pipe. What cannot be written, or has no room while a sink is slow, is counted;
 * how much that was is said when lines get through again. Thread-safe.
 */
final class LineWriter implements AutoCloseable {
  static final int MAX_WAITING = 1_000;

  private static final Logger LOG = System.getLogger("dev.keyward.endpoint");
  private static final Duration DRAIN = Duration.ofSeconds(2);

  /** Lines of so many milliseconds are written together. */
  private static final long GATHER_MILLIS = 20;

  private static final long LOOK_MILLIS = 250;

  private final Writer out;
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "keyward-access-log");
  private long told;

  /** Starts; the writer is owned. */
  LineWriter(Writer out) {
    this.out = out;
    thread.setDaemon(true);
    thread.start();
  }

  /** Never waits. */
  void write(String line) {
    if (!waiting.offer(line)) {
      lost.incrementAndGet();
    }
  }

  /** Lines that were not written. */
  long lost() {
    return lost.get();
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        writeWaiting();
        closing.await(waiting.isEmpty() ? LOOK_MILLIS : GATHER_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it but the end of the process.
    }
    writeWaiting();
    try {
      out.close();
    } catch (IOException e) {
      // What could not be written was counted.
    }
  }

  private void writeWaiting() {
    List<String> lines = new ArrayList<>();
    if (waiting.drainTo(lines) == 0) {
      return;
    }
    try {
      out.write(String.join("", lines));
      out.flush();
      tell();
    } catch (IOException e) {
      lost.addAndGet(lines.size());
    }
  }

  private void tell() {
    long now = lost.get();
    if (now > told) {
      LOG.log(Level.WARNING, (now - told) + " lines of the access log could not be written.");
      told = now;
    }
  }

  /** Writes what is there, for two seconds at most. Idempotent. */
  @Override
  public void close() {
    closing.countDown();
    boolean interrupted = false;
    try {
      thread.join(DRAIN.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (thread.isAlive()) {
      LOG.log(Level.WARNING, "The access log takes no lines; its last ones are lost.");
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
