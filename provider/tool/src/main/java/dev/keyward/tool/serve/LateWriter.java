package dev.keyward.tool.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens what it writes to with its first write. A pipe is opened when somebody reads it, which may
 * be never: whoever writes to it waits for that, and not who starts the program. Not thread-safe.
 */
public final class LateWriter extends Writer {
  /** The bits of a mode that tell what a file is, and those of a socket. Source: POSIX stat.h. */
  private static final int FILE_TYPE = 0170000;

  private static final int SOCKET = 0140000;

  private final Path file;
  private Writer out;

  private LateWriter(Path file) {
    this.file = file;
  }

  /**
   * A writer that opens nothing yet; that it could is looked at without waiting for anybody.
   *
   * @param file a pipe or a device
   * @return the writer
   * @throws IOException if it can never be written to, as a file of somebody else or a socket
   */
  public static LateWriter to(Path file) throws IOException {
    if (!Files.isWritable(file)) {
      throw new AccessDeniedException(file.toString(), null, "cannot be written");
    }
    if (isSocket(file)) {
      throw new FileSystemException(file.toString(), null, "is a socket, not a file or a pipe");
    }
    return new LateWriter(file);
  }

  private static boolean isSocket(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        && ((int) Files.getAttribute(file, "unix:mode") & FILE_TYPE) == SOCKET;
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
