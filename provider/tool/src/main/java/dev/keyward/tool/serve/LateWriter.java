package dev.keyward.tool.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Path;

/**
 * Opens what it writes to with its first write. A pipe is opened when somebody reads it, which may
 * be never: whoever writes to it waits for that, and not who starts the program. Not thread-safe.
 */
public final class LateWriter extends Writer {
  private final Path file;
  private Writer out;

  /**
   * Opens nothing.
   *
   * @param file a pipe or a device
   */
  public LateWriter(Path file) {
    this.file = file;
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    if (out == null) {
      out = new OutputStreamWriter(new FileOutputStream(file.toFile(), true), UTF_8);
    }
    out.write(text, offset, length);
  }

  @Override
  public void flush() throws IOException {
    if (out != null) {
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
