package dev.keyward.envelope;

/**
 * The IVs a caller chose under one salt: an exact set of fixed size. Not thread-safe.
 *
 * <p>Random IVs need no list, chosen ones do: a caller may repeat himself.
 */
final class UsedIvs {
  /** Most IVs in the set; half of the table, so that probing stays short. */
  static final int CAPACITY = 1024;

  private static final int SLOTS = 2 * CAPACITY;

  private final long[] high = new long[SLOTS];
  private final int[] low = new int[SLOTS];
  private final boolean[] taken = new boolean[SLOTS];
  private int size;

  /**
   * Adds an IV.
   *
   * @return false if it is in the set already, or the set is full
   */
  boolean add(byte[] iv) {
    long first = bigEndian(iv, 0, 8);
    int last = (int) bigEndian(iv, 8, 4);
    int slot = slotOf(first, last);
    while (taken[slot]) {
      if (high[slot] == first && low[slot] == last) {
        return false;
      }
      slot = (slot + 1) % SLOTS;
    }
    if (size == CAPACITY) {
      return false;
    }
    high[slot] = first;
    low[slot] = last;
    taken[slot] = true;
    size++;
    return true;
  }

  void clear() {
    java.util.Arrays.fill(taken, false);
    size = 0;
  }

  private static int slotOf(long first, int last) {
    long mixed = (first ^ last * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    return (int) (mixed >>> 40) & SLOTS - 1;
  }

  private static long bigEndian(byte[] bytes, int offset, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | bytes[offset + i] & 0xff;
    }
    return value;
  }
}
