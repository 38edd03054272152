package dev.keyward.embedded.store;

/**
 * How many records of a kind there are, and the sum of their marks: two numbers that tell, without
 * a list, whether a set of records is complete.
 *
 * @param count the number of records
 * @param high sum of the first halves of the marks, modulo 2^64
 * @param low sum of the second halves
 */
record Tally(long count, long high, long low) {
  static final Tally EMPTY = new Tally(0, 0, 0);

  Tally plus(Mark mark) {
    return new Tally(count + 1, high + mark.high(), low + mark.low());
  }

  Tally minus(Mark mark) {
    return new Tally(count - 1, high - mark.high(), low - mark.low());
  }

  /** 16 bytes that follow from an id and a secret of the store. */
  record Mark(long high, long low) {}
}
