package dev.keyward.endpoint.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.nio.AbstractContentDecoder;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads a body in chunks, and is strict about their lengths. HttpCore's own reader takes signs and
 * blanks for parts of a number, which other servers read differently, and waits for the end of a
 * chunk of negative length. Trailers are read and dropped.
 *
 * <p>Source: RFC 9112, section 7.1.
 */
final class ChunkReader extends AbstractContentDecoder {
  /** A longer chunk than can be announced so is longer than any body we take. */
  private static final int MAX_DIGITS = 7;

  private final CharArrayBuffer line = new CharArrayBuffer(64);
  private State state = State.LENGTH;
  private int left;
  private int trailerBytes;

  private enum State {
    LENGTH,
    DATA,
    END_OF_DATA,
    TRAILERS
  }

  ChunkReader(
      ReadableByteChannel channel, SessionInputBuffer buffer, BasicHttpTransportMetrics metrics) {
    super(channel, buffer, metrics);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int total = 0;
    while (!isCompleted()) {
      boolean isData = state == State.DATA;
      if (isData ? !buffer().hasData() : !hasLine()) {
        if (!isMoreThere()) {
          return total;
        }
      } else if (isData) {
        int count = buffer().read(target, left);
        if (count <= 0) {
          return total;
        }
        total += count;
        left -= count;
        state = left == 0 ? State.END_OF_DATA : State.DATA;
      } else {
        take();
      }
    }
    return total > 0 ? total : -1;
  }

  private boolean hasLine() throws IOException {
    line.clear();
    return buffer().readLine(line, false);
  }

  /** False if nothing came just now. */
  private boolean isMoreThere() throws IOException {
    if (state != State.DATA && buffer().length() > HttpLimits.MAX_HEAD_BYTES) {
      throw new MalformedChunkCodingException("a line is too long");
    }
    int count = fillBufferFromChannel();
    if (count < 0) {
      throw new ConnectionClosedException("the body ends before its last chunk");
    }
    return count > 0;
  }

  /** Takes a complete line. */
  private void take() throws IOException {
    switch (state) {
      case LENGTH -> {
        left = length();
        state = left == 0 ? State.TRAILERS : State.DATA;
      }
      case END_OF_DATA -> {
        if (!line.isEmpty()) {
          throw new MalformedChunkCodingException("a chunk is longer than its length");
        }
        state = State.LENGTH;
      }
      default -> trailer();
    }
  }

  private void trailer() throws IOException {
    if (line.isEmpty()) {
      setCompleted();
      return;
    }
    trailerBytes += line.length() + 2;
    if (trailerBytes > HttpLimits.MAX_HEAD_BYTES) {
      throw new MalformedChunkCodingException("the trailers are too long");
    }
  }

  private int length() throws IOException {
    int end = 0;
    while (end < line.length() && Character.digit(line.charAt(end), 16) >= 0) {
      end++;
    }
    int extension = end;
    while (extension < line.length() && isBlank(line.charAt(extension))) {
      extension++;
    }
    boolean extended = extension < line.length() && line.charAt(extension) == ';';
    if (end == 0 || end > MAX_DIGITS || end < line.length() && !extended) {
      throw new MalformedChunkCodingException("the length of a chunk is no plain number");
    }
    return Integer.parseInt(line.substring(0, end), 16);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
