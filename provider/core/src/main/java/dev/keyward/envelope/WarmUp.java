package dev.keyward.envelope;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Gets the JDK's AES-GCM compiled soon in a fresh JVM.
 *
 * <p>SunJCE is fast only where its callers are compiled, and they are compiled after thousands of
 * calls. One call per megabyte therefore stays interpreted for a long time (20 ms per MiB, for
 * seconds). So the first bytes of a process go through in small pieces: when sealing, by small
 * {@code update} calls; when opening, by a read-only source buffer, which SunJCE can only read
 * through a small array of its own. Races between threads only lengthen the warm-up.
 */
final class WarmUp {
  /** From this size on a piece, or a message to open, is worth the distinction. */
  static final int SMALL_MESSAGE_BYTES = 4096;

  private static final int FIRST_PIECE_BYTES = 256;
  private static final int SECOND_PIECE_BYTES = 1024;
  private static final int THIRD_PIECE_BYTES = 16_384;
  private static final int PIECE_BYTES = 65_536;
  private static final long FIRST_PIECES_UNTIL = 6L << 20;
  private static final long SECOND_PIECES_UNTIL = 16L << 20;
  private static final long THIRD_PIECES_UNTIL = 64L << 20;
  private static final long READ_ONLY_UNTIL = 32L << 20;

  private static final AtomicLong SEALED = new AtomicLong();
  private static final AtomicLong OPENED = new AtomicLong();

  private WarmUp() {}

  /** The size of the pieces to seal the next bytes in; a multiple of 16. */
  static int sealingPieceBytes() {
    long sealed = SEALED.get();
    if (sealed >= THIRD_PIECES_UNTIL) {
      return PIECE_BYTES;
    }
    if (sealed >= SECOND_PIECES_UNTIL) {
      return THIRD_PIECE_BYTES;
    }
    return sealed < FIRST_PIECES_UNTIL ? FIRST_PIECE_BYTES : SECOND_PIECE_BYTES;
  }

  /** The most a last piece may have to be sealed together with the tag, in one call. */
  static int finalPieceBytes() {
    return Math.max(SMALL_MESSAGE_BYTES, sealingPieceBytes());
  }

  static void sealed(int bytes) {
    if (SEALED.get() < THIRD_PIECES_UNTIL) {
      SEALED.addAndGet(bytes);
    }
  }

  /** Tells whether a message of this size should be opened from a read-only buffer. */
  static boolean opensReadOnly(int bytes) {
    if (bytes < SMALL_MESSAGE_BYTES || OPENED.get() >= READ_ONLY_UNTIL) {
      return false;
    }
    OPENED.addAndGet(bytes);
    return true;
  }
}
