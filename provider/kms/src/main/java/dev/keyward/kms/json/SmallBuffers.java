package dev.keyward.kms.json;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.RecyclerPool;

/**
 * Buffers for one document each, never used again: buffers of the thread would keep plaintext alive
 * after the call. Most documents of this API have a few hundred bytes, and the parser's usual
 * buffers of 8,000 bytes were more than a third of what a call over the wire allocated; longer
 * documents get what they need.
 */
final class SmallBuffers extends RecyclerPool.NonRecyclingPoolBase<BufferRecycler> {
  private static final long serialVersionUID = 1L;

  @Override
  public BufferRecycler acquirePooled() {
    return new Small();
  }

  /** Lengths are the least that the library is asked for; it grows them when it has to. */
  private static final class Small extends BufferRecycler {
    private static final int LENGTH = 1_000;

    @Override
    protected int byteBufferLength(int ix) {
      return LENGTH;
    }

    @Override
    protected int charBufferLength(int ix) {
      return LENGTH / 2;
    }
  }
}
