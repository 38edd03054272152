package dev.keyward.endpoint.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A body while it arrives. It takes memory as bytes come in, not as they are announced, and zeroes
 * all of it: requests carry plaintext.
 */
final class BodyBuffer {
  private static final int FIRST = 4 << 10;

  private final BodyBudget budget;
  private final int expected;
  private byte[] bytes = new byte[0];
  private int length;

  /**
   * Makes an empty one.
   *
   * @param expected how long the body is to be; negative if it comes in chunks
   */
  BodyBuffer(BodyBudget budget, long expected) {
    this.budget = budget;
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
    if (!budget.take(size)) {
      return false;
    }
    byte[] bigger = Arrays.copyOf(bytes, size);
    free(bytes);
    bytes = bigger;
    return true;
  }

  private void free(byte[] old) {
    Arrays.fill(old, (byte) 0);
    budget.giveBack(old.length);
  }

  /** What has arrived; zeroed by {@link #close}. */
  byte[] content() {
    if (length != bytes.length) {
      byte[] exact = Arrays.copyOf(bytes, length);
      Arrays.fill(bytes, (byte) 0);
      budget.giveBack(bytes.length - length);
      bytes = exact;
    }
    return bytes;
  }

  void close() {
    free(bytes);
    bytes = new byte[0];
    length = 0;
  }
}
