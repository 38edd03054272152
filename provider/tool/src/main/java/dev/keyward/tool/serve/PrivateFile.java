package dev.keyward.tool.serve;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files that nobody else may read: mode 0600 before the first byte, complete or not there.
 */
public final class PrivateFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFile() {}

  /**
   * Writes a file that does not exist yet.
   *
   * @param file where
   * @param content all of it; stays the caller's
   * @throws FileAlreadyExistsException if there is something already
   * @throws IOException if it cannot be written
   */
  public static void create(Path file, byte[] content) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString(), null, "exists already");
    }
    write(file, content);
  }

  /**
   * Writes a file, or replaces it at once.
   *
   * @param file where
   * @param content all of it; stays the caller's
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path target = file.toAbsolutePath();
    Path draft = draft(target);
    try {
      try (FileOutputStream out = new FileOutputStream(draft.toFile())) {
        out.write(content);
        out.getFD().sync();
      }
      Files.move(
          draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Path draft(Path target) throws IOException {
    return Files.createTempFile(
        target.getParent(), "." + target.getFileName() + ".", ".part", mode(target.getParent()));
  }

  /**
   * Opens a file to append to, which is made if it is not there; afterwards nobody else may read
   * it.
   *
   * @param file where
   * @return the stream; the caller closes it
   * @throws IOException if it cannot be opened
   */
  public static FileOutputStream append(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file, mode(file.toAbsolutePath().getParent()));
    } else if (Files.isRegularFile(file) && hasModes(file)) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
    return new FileOutputStream(file.toFile(), true);
  }

  private static FileAttribute<?>[] mode(Path directory) {
    return hasModes(directory)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static boolean hasModes(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
