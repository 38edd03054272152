package dev.keyward.embedded.store;

/**
 * Where a chain begins. Every commit repeats it, so that what was before can be thrown away, but
 * nobody without the ring can throw away more.
 *
 * @param seq the number of the first link
 * @param previousMac the MAC of the link before it
 */
record ChainBase(long seq, byte[] previousMac) {
  static final int MAC_BYTES = 32;

  /** The base of a chain nothing was taken from. */
  static final ChainBase FIRST = new ChainBase(1, new byte[MAC_BYTES]);
}
