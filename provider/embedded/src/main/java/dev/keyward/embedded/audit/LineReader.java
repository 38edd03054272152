package dev.keyward.embedded.audit;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a file line by line, whatever is in it, with memory for one line. */
final class LineReader implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final FileInputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int end;

  private byte[] line = new byte[4096];
  private int length;
  private boolean complete;

  LineReader(Path file) throws IOException {
    this.in = new FileInputStream(file.toFile());
  }

  /**
   * Reads the next line, or what there is of it.
   *
   * @return false at the end of the file
   */
  boolean next() throws IOException {
    length = 0;
    complete = false;
    while (fill()) {
      int newline = position;
      while (newline < end && buffer[newline] != '\n') {
        newline++;
      }
      keep(newline - position);
      position = newline;
      if (newline < end) {
        position++;
        complete = true;
        return true;
      }
      if (length > TrailFormat.MAX_LINE_BYTES) {
        return true;
      }
    }
    return length > 0;
  }

  private boolean fill() throws IOException {
    if (position == end) {
      position = 0;
      end = in.read(buffer);
    }
    return end > 0;
  }

  private void keep(int bytes) {
    if (length + bytes > line.length) {
      line = Arrays.copyOf(line, Math.max(2 * line.length, length + bytes));
    }
    System.arraycopy(buffer, position, line, length, bytes);
    length += bytes;
  }

  /** The line, in an array that may be longer and is used again. */
  byte[] line() {
    return line;
  }

  /** Length of the line without the line break. */
  int length() {
    return length;
  }

  boolean isTooLong() {
    return length > TrailFormat.MAX_LINE_BYTES;
  }

  /** Whether there was a line break at its end. */
  boolean isComplete() {
    return complete;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
