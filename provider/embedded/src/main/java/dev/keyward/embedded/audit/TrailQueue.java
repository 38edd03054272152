package dev.keyward.embedded.audit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events between callers and the writer: bounded in number, bytes, age and in the time a caller
 * waits. Several callers that wait for the disk share one force. Thread-safe.
 */
final class TrailQueue {
  private final TrailLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final Condition written = lock.newCondition();

  private ArrayDeque<Entry> waiting = new ArrayDeque<>();
  private int pendingEvents;
  private long pendingBytes;
  private long oldestNanos;
  private int forcedWaiting;
  private Throwable failure;
  private boolean idle;
  private boolean closing;
  private boolean ended;
  private long refused;

  TrailQueue(TrailLimits limits) {
    this.limits = limits;
  }

  private enum State {
    WAITING,
    WRITTEN,
    FAILED,
    GIVEN_UP
  }

  /** One event on its way. */
  private static final class Entry {
    private final byte[] body;
    private final boolean forced;
    private final long since;
    private State state = State.WAITING;

    Entry(byte[] body, boolean forced, long since) {
      this.body = body;
      this.forced = forced;
      this.since = since;
    }
  }

  /** What the writer has taken. */
  static final class Batch {
    private final List<Entry> entries;

    private Batch(List<Entry> entries) {
      this.entries = entries;
    }

    List<byte[]> bodies() {
      return entries.stream().map(entry -> entry.body).toList();
    }

    int size() {
      return entries.size();
    }

    boolean isEmpty() {
      return entries.isEmpty();
    }
  }

  /**
   * Hands an event over.
   *
   * @param forced whether to wait until it is on disk
   * @throws AuditUnavailableException if that did not work in time
   */
  void add(byte[] body, boolean forced) {
    long until = System.nanoTime() + limits.deadline().toNanos();
    boolean interrupted = false;
    lock.lock();
    try {
      while (isFull(body.length)) {
        if (failure != null || closing) {
          throw refused("the buffer of audit events is full and cannot be written");
        }
        interrupted |= await(room, until, "the buffer of audit events is full");
      }
      Entry entry = enqueue(body, forced);
      while (forced && entry.state == State.WAITING) {
        interrupted |= awaitWritten(entry, until);
      }
      if (entry.state == State.FAILED) {
        throw refused("the audit event could not be written");
      }
    } finally {
      lock.unlock();
      restore(interrupted);
    }
  }

  private boolean isFull(int bytes) {
    if (closing) {
      throw refused("the audit trail is closed");
    }
    return pendingEvents >= limits.events()
        || pendingEvents > 0
            && (pendingBytes + bytes > limits.bytes()
                || System.nanoTime() - oldestNanos > limits.age().toNanos());
  }

  private Entry enqueue(byte[] body, boolean forced) {
    Entry entry = new Entry(body, forced, System.nanoTime());
    if (pendingEvents == 0) {
      oldestNanos = entry.since;
    }
    pendingEvents++;
    pendingBytes += body.length;
    waiting.add(entry);
    if (forced) {
      forcedWaiting++;
    }
    // A wake-up costs more than the rest: without need the writer looks by itself.
    if (forced || idle || waiting.size() == limits.events() / 2) {
      idle = false;
      work.signal();
    }
    return entry;
  }

  private boolean awaitWritten(Entry entry, long until) {
    try {
      return await(written, until, "the audit event was not written in time");
    } catch (AuditUnavailableException e) {
      entry.state = State.GIVEN_UP;
      if (waiting.remove(entry)) {
        forcedWaiting--;
        settle(entry);
      }
      throw e;
    }
  }

  /** Waits whatever interrupts, and tells whether there was an interrupt. */
  private boolean await(Condition condition, long until, String text) {
    long nanos = until - System.nanoTime();
    if (nanos <= 0) {
      throw refused(text);
    }
    try {
      condition.awaitNanos(nanos);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private AuditUnavailableException refused(String text) {
    refused++;
    return new AuditUnavailableException("Cannot record the call: " + text + ".", failure);
  }

  /** Waits until everything that was handed over is on disk. */
  void flush() {
    long until = System.nanoTime() + limits.deadline().toNanos();
    boolean interrupted = false;
    lock.lock();
    try {
      while (pendingEvents > 0 && !ended) {
        forcedWaiting++;
        work.signal();
        try {
          interrupted |= await(written, until, "the audit events were not written in time");
        } finally {
          forcedWaiting = Math.max(0, forcedWaiting - 1);
        }
      }
    } finally {
      lock.unlock();
      restore(interrupted);
    }
  }

  /**
   * Waits for work.
   *
   * @param patience how long, if nothing comes
   * @return what is to be written; empty if nothing came, or at the end
   */
  Batch take(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long until = System.nanoTime() + patience.toNanos();
      while (waiting.isEmpty() && !closing) {
        idle = true;
        long nanos = until - System.nanoTime();
        if (nanos <= 0) {
          return new Batch(List.of());
        }
        work.awaitNanos(nanos);
      }
      idle = false;
      awaitMore();
      Batch batch = new Batch(new ArrayList<>(waiting));
      waiting = new ArrayDeque<>();
      forcedWaiting = 0;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void awaitMore() throws InterruptedException {
    long until = System.nanoTime() + limits.flushAfter().toNanos();
    while (forcedWaiting == 0 && waiting.size() < limits.events() / 2 && !closing) {
      long nanos = until - System.nanoTime();
      if (nanos <= 0) {
        return;
      }
      work.awaitNanos(nanos);
    }
  }

  /** Everything in the batch is on disk. */
  void succeeded(Batch batch) {
    lock.lock();
    try {
      failure = null;
      for (Entry entry : batch.entries) {
        if (entry.state == State.WAITING) {
          entry.state = State.WRITTEN;
        }
        settle(entry);
      }
      oldestNanos = waiting.isEmpty() ? System.nanoTime() : waiting.peek().since;
      written.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Nothing of the batch is on disk. Calls that wait for it fail; the events of calls that were
   * answered already are kept for the next attempt.
   */
  void failed(Batch batch, Throwable cause) {
    lock.lock();
    try {
      failure = cause;
      ArrayDeque<Entry> again = new ArrayDeque<>();
      for (Entry entry : batch.entries) {
        if (entry.forced) {
          entry.state = State.FAILED;
          settle(entry);
        } else {
          again.add(entry);
        }
      }
      again.addAll(waiting);
      waiting = again;
      written.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void settle(Entry entry) {
    pendingEvents--;
    pendingBytes -= entry.body.length;
  }

  /** Nothing more is accepted; what was accepted is written. */
  void close() {
    lock.lock();
    try {
      closing = true;
      work.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The writer is gone: whoever still waits, waits in vain. */
  void end() {
    lock.lock();
    try {
      closing = true;
      ended = true;
      for (Entry entry : waiting) {
        entry.state = State.FAILED;
      }
      waiting.clear();
      written.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  int pending() {
    lock.lock();
    try {
      return pendingEvents;
    } finally {
      lock.unlock();
    }
  }

  long refused() {
    lock.lock();
    try {
      return refused;
    } finally {
      lock.unlock();
    }
  }

  boolean isFailing() {
    lock.lock();
    try {
      return failure != null;
    } finally {
      lock.unlock();
    }
  }
}
