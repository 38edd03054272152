package dev.keyward.endpoint.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A body while it arrives. It takes memory as bytes come in, not as they are announced, and zeroes
 * all of it: requests carry plaintext. Compared by identity.
 */
final class BodyBuffer {
  private static final int FIRST = 4 << 10;

  private final BodyBudget budget;
  private final int expected;
  private final Runnable abort;
  private byte[] bytes = new byte[0];
  private int length;

  /** Written by the budget alone, under its lock. */
  private boolean hasGivenWay;

  /**
   * Makes an empty one.
   *
   * @param expected how long the body is to be; negative if it comes in chunks
   * @param abort ends the connection should the memory be needed for others, on any thread
   */
  BodyBuffer(BodyBudget budget, long expected, Runnable abort) {
    this.budget = budget;
    this.abort = abort;
    this.expected = (int) Math.min(expected, HttpLimits.MAX_BODY_BYTES);
  }

  /** Null if the bytes were taken. */
  Refusal append(ByteBuffer more) {
    int needed = length + more.remaining();
    if (needed > HttpLimits.MAX_BODY_BYTES) {
      return Refusal.BODY_TOO_LARGE;
    }
    if (needed > bytes.length && !grow(needed)) {
      return Refusal.OVERLOADED;
    }
    more.get(bytes, length, needed - length);
    length = needed;
    return null;
  }

  private boolean grow(int needed) {
    int size = Math.max(needed, Math.max(FIRST, 2 * bytes.length));
    if (expected >= needed) {
      size = Math.min(size, expected);
    }
    size = Math.min(size, HttpLimits.MAX_BODY_BYTES);
    if (!budget.take(this, size)) {
      return false;
    }
    byte[] bigger = Arrays.copyOf(bytes, size);
    free(bytes);
    bytes = bigger;
    return true;
  }

  private void free(byte[] old) {
    Arrays.fill(old, (byte) 0);
    budget.giveBack(this, old.length);
  }

  /** What has arrived; zeroed by {@link #close}. */
  byte[] content() {
    if (length != bytes.length) {
      byte[] exact = Arrays.copyOf(bytes, length);
      Arrays.fill(bytes, (byte) 0);
      budget.giveBack(this, bytes.length - length);
      bytes = exact;
    }
    return bytes;
  }

  /** The end was read. False if the memory was needed for others in the meantime. */
  boolean isComplete() {
    return budget.finished(this);
  }

  boolean hasGivenWay() {
    return hasGivenWay;
  }

  void giveWay() {
    hasGivenWay = true;
  }

  void abort() {
    abort.run();
  }

  void close() {
    budget.finished(this);
    free(bytes);
    bytes = new byte[0];
    length = 0;
  }
}
