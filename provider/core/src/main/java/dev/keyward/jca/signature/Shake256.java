package dev.keyward.jca.signature;

import java.nio.ByteBuffer;

/**
 * SHAKE256 (FIPS 202), for the message representative of ML-DSA. The JDK has it as a public
 * algorithm from 25 on only. Hashes public data: messages and public keys.
 */
final class Shake256 {
  private static final int RATE_BYTES = 136;
  private static final int ROUNDS = 24;
  private static final byte SUFFIX = 0x1f;
  private static final int[] ROTATIONS = {
    0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14
  };
  private static final long[] ROUND_CONSTANTS = roundConstants();

  private final long[] state = new long[25];
  private final long[] rows = new long[25];
  private final long[] columns = new long[5];
  private int position;

  /** Takes input. */
  Shake256 update(ByteBuffer input) {
    while (input.hasRemaining()) {
      absorb(input.get());
    }
    return this;
  }

  Shake256 update(byte[] input) {
    return update(ByteBuffer.wrap(input));
  }

  private void absorb(byte b) {
    state[position >> 3] ^= (b & 0xffL) << ((position & 7) << 3);
    if (++position == RATE_BYTES) {
      permute();
      position = 0;
    }
  }

  /** Gives at most one block of output and starts over. */
  byte[] finish(int sizeBytes) {
    state[position >> 3] ^= (SUFFIX & 0xffL) << ((position & 7) << 3);
    state[(RATE_BYTES - 1) >> 3] ^= 0x80L << 56;
    permute();
    byte[] output = new byte[sizeBytes];
    for (int i = 0; i < sizeBytes; i++) {
      output[i] = (byte) (state[i >> 3] >>> ((i & 7) << 3));
    }
    reset();
    return output;
  }

  void reset() {
    java.util.Arrays.fill(state, 0);
    position = 0;
  }

  /** Keccak-f[1600]: FIPS 202, section 3.3. Lane (x, y) is at index x + 5 y. */
  private void permute() {
    for (int round = 0; round < ROUNDS; round++) {
      theta();
      rhoAndPi();
      chi();
      state[0] ^= ROUND_CONSTANTS[round];
    }
  }

  private void theta() {
    for (int x = 0; x < 5; x++) {
      columns[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
    }
    for (int x = 0; x < 5; x++) {
      long change = columns[(x + 4) % 5] ^ Long.rotateLeft(columns[(x + 1) % 5], 1);
      for (int y = 0; y < 25; y += 5) {
        state[x + y] ^= change;
      }
    }
  }

  private void rhoAndPi() {
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 5; x++) {
        int from = x + 5 * y;
        rows[y + 5 * ((2 * x + 3 * y) % 5)] = Long.rotateLeft(state[from], ROTATIONS[from]);
      }
    }
  }

  private void chi() {
    for (int y = 0; y < 25; y += 5) {
      for (int x = 0; x < 5; x++) {
        state[x + y] = rows[x + y] ^ (~rows[(x + 1) % 5 + y] & rows[(x + 2) % 5 + y]);
      }
    }
  }

  /** FIPS 202, algorithm 5: a linear feedback shift register gives the bits at 2^j − 1. */
  private static long[] roundConstants() {
    long[] constants = new long[ROUNDS];
    int register = 1;
    for (int round = 0; round < ROUNDS; round++) {
      for (int j = 0; j <= 6; j++) {
        if ((register & 1) != 0) {
          constants[round] |= 1L << ((1 << j) - 1);
        }
        register = (register & 0x80) != 0 ? (register << 1) ^ 0x171 : register << 1;
      }
    }
    return constants;
  }
}
