package dev.keyward.remote.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a body without trusting its length, and leaves no copies of it behind. */
final class LimitedReader {
  private static final int FIRST_BYTES = 1024;

  private LimitedReader() {}

  /**
   * Reads until the end, or until one byte more than allowed.
   *
   * @param announced the length that was promised; negative for none
   */
  static byte[] read(InputStream in, long announced) throws IOException {
    int most = TransportLimits.MAX_BODY_BYTES + 1;
    byte[] buffer = new byte[announced < 0 ? FIRST_BYTES : (int) Math.min(announced + 1, most)];
    int length = 0;
    try {
      while (length < most) {
        if (length == buffer.length) {
          buffer = grown(buffer, Math.min(most, buffer.length * 2));
        }
        int read = in.read(buffer, length, buffer.length - length);
        if (read < 0) {
          break;
        }
        length += read;
      }
      return Arrays.copyOf(buffer, length);
    } finally {
      Arrays.fill(buffer, (byte) 0);
    }
  }

  private static byte[] grown(byte[] buffer, int length) {
    byte[] larger = Arrays.copyOf(buffer, length);
    Arrays.fill(buffer, (byte) 0);
    return larger;
  }
}
