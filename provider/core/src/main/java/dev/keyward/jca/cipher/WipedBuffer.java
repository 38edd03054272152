package dev.keyward.jca.cipher;

import java.util.Arrays;

/** A growing array of bytes that leaves no copies behind. Not thread-safe. */
final class WipedBuffer {
  private static final int FIRST_CAPACITY = 256;

  /** Largest array every JVM can make. */
  private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

  private byte[] bytes = {};
  private int length;

  int length() {
    return length;
  }

  /** The array behind the buffer; only the first {@link #length()} bytes count. */
  byte[] array() {
    return bytes;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  void append(byte[] in, int offset, int count) {
    if (count > 0) {
      reserve(Math.addExact(length, count));
      System.arraycopy(in, offset, bytes, length, count);
      length += count;
    }
  }

  /** Takes the last bytes away again. */
  void truncate(int newLength) {
    Arrays.fill(bytes, newLength, length, (byte) 0);
    length = newLength;
  }

  void clear() {
    truncate(0);
    if (bytes.length > 1 << 20) {
      bytes = new byte[0];
    }
  }

  private void reserve(int needed) {
    if (needed > bytes.length) {
      int doubled = (int) Math.min(MAX_CAPACITY, 2L * bytes.length);
      byte[] grown = new byte[Math.max(Math.max(needed, doubled), FIRST_CAPACITY)];
      System.arraycopy(bytes, 0, grown, 0, length);
      Arrays.fill(bytes, (byte) 0);
      bytes = grown;
    }
  }
}
