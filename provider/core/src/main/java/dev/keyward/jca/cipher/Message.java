package dev.keyward.jca.cipher;

import javax.crypto.AEADBadTagException;

/**
 * One direction of the cipher after {@code init}. Sizes are asked first; the work is done only when
 * there is room for its result, so that a short buffer changes nothing.
 */
sealed interface Message permits MessageToSeal, MessageToOpen {

  /** The IV; null as long as it is not known. */
  byte[] iv();

  /** Adds associated data; {@code IllegalStateException} after data. */
  void aad(byte[] aad, int offset, int length);

  /** An upper bound for the output of the next call; exact for {@code doFinal} where possible. */
  int outputSize(int inputLength);

  /** Exact output of {@link #update}. */
  int updateSize(int inputLength);

  /** Exact output of {@link #finish}. */
  int finishSize(byte[] in, int offset, int length) throws AEADBadTagException;

  /** Takes input; writes to an output that does not overlap it. Returns bytes written. */
  int update(byte[] in, int offset, int length, byte[] out, int outOffset);

  /** Takes the last input; returns all remaining output. */
  byte[] finish(byte[] in, int offset, int length) throws AEADBadTagException;

  /** As {@link #finish(byte[], int, int)}, into an output that does not overlap the input. */
  int finish(byte[] in, int offset, int length, byte[] out, int outOffset)
      throws AEADBadTagException;

  /** Forgets the message in progress; called before another {@code init}. */
  void abandon();
}
