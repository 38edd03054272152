package dev.keyward.embedded.files;

import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KmsException.Details;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;

/**
 * Makes and checks files of mode 0600 and directories of mode 0700, where the file system has POSIX
 * permissions. The mode is set when the file is made, before its first byte, whatever the umask is.
 *
 * <p>Content goes through plain streams and not channels: a channel is closed when the thread that
 * uses it is interrupted.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private static final String DRAFT_SUFFIX = ".tmp";

  private PrivateFiles() {}

  /**
   * Makes an empty private file.
   *
   * @param file a path without a file
   * @throws FileAlreadyExistsException if there is something already
   * @throws IOException if it cannot be made
   */
  public static void create(Path file) throws IOException {
    Files.createFile(file, attributes(file.toAbsolutePath().getParent(), FILE));
  }

  /**
   * Makes a private directory with its missing parents, or leaves an existing one alone.
   *
   * @param directory the directory
   * @throws IOException if it cannot be made, or is no directory
   */
  public static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    createDirectories(parent);
    try {
      Files.createDirectory(directory, attributes(parent, DIRECTORY));
    } catch (FileAlreadyExistsException madeByAnother) {
      if (!Files.isDirectory(directory)) {
        throw madeByAnother;
      }
    }
  }

  /**
   * Takes the permissions of group and others away from a directory.
   *
   * @param directory an existing directory
   * @throws IOException if it belongs to somebody else
   */
  public static void makePrivate(Path directory) throws IOException {
    if (isPosix(directory) && isOpenToOthers(directory)) {
      Files.setPosixFilePermissions(directory, DIRECTORY);
    }
  }

  /**
   * Tells whether group or others may do anything with a file or directory.
   *
   * @param path an existing file or directory
   * @return false too where the file system has no POSIX permissions
   * @throws IOException if it cannot be looked at
   */
  public static boolean isOpenToOthers(Path path) throws IOException {
    if (!isPosix(path)) {
      return false;
    }
    return !DIRECTORY.containsAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Tells whether a file belongs to the user this process runs as.
   *
   * @param path an existing file or directory
   * @return true too where users have no numbers
   * @throws IOException if it cannot be looked at
   */
  public static boolean isOurs(Path path) throws IOException {
    Path self = Path.of("/proc/self");
    if (!isPosix(path) || !Files.exists(self)) {
      return true;
    }
    return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
        .equals(Files.getAttribute(self, "unix:uid"));
  }

  /**
   * Makes a private file with its content, if there is none yet. Of several processes that try,
   * exactly one wins, and nobody ever sees a part of the content.
   *
   * @param file the file
   * @param content its bytes
   * @param random names the temporary file beside it
   * @return false if the file was there already
   * @throws IOException if it cannot be written
   */
  public static boolean createWith(Path file, byte[] content, SecureRandom random)
      throws IOException {
    return createWith(file, content, random, Steps.NONE);
  }

  /**
   * The same, telling of each step on the way.
   *
   * @param file the file
   * @param content its bytes
   * @param random names the temporary file beside it
   * @param steps is told before each step
   * @return false if the file was there already
   * @throws IOException if it cannot be written
   */
  public static boolean createWith(Path file, byte[] content, SecureRandom random, Steps steps)
      throws IOException {
    Path draft = writeDraft(file, content, random, steps);
    try {
      steps.before("link " + file.getFileName());
      Files.createLink(file, draft);
      steps.before("delete the draft of " + file.getFileName());
      return true;
    } catch (FileAlreadyExistsException madeByAnother) {
      return false;
    } catch (UnsupportedOperationException noHardLinks) {
      throw new IOException(
          "the file system cannot make a file and its content in one step", noHardLinks);
    } finally {
      Files.deleteIfExists(draft);
      forceDirectory(file.toAbsolutePath().getParent());
    }
  }

  /**
   * Replaces a private file in one step. After a crash there is the old content or the new.
   *
   * @param file the file
   * @param content its new bytes
   * @param random names the temporary file beside it
   * @throws IOException if it cannot be written; the old content is still there
   */
  public static void replace(Path file, byte[] content, SecureRandom random) throws IOException {
    Path draft = writeDraft(file, content, random, Steps.NONE);
    try {
      move(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
    forceDirectory(file.toAbsolutePath().getParent());
  }

  /**
   * Replaces a private file in one step, and overwrites the old content on the disk as well as a
   * file system lets us.
   *
   * @param file an existing file
   * @param content its new bytes
   * @param random names the temporary file beside it
   * @param steps is told before each step
   * @throws IOException if it cannot be written; the file holds the old content or the new
   */
  public static void replaceAndErase(Path file, byte[] content, SecureRandom random, Steps steps)
      throws IOException {
    Path draft = writeDraft(file, content, random, steps);
    try {
      moveOver(draft, file, steps);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Gives a file the name of another one, whose content is overwritten afterwards. Whoever has the
   * other file open may see zeros.
   *
   * @param file the file, with its content forced to the disk
   * @param over the name it gets; may be missing
   * @param steps is told before each step
   * @throws IOException if it cannot be moved; then both are as they were
   */
  public static void moveOver(Path file, Path over, Steps steps) throws IOException {
    steps.before("force " + file.getFileName());
    forceDirectory(file.toAbsolutePath().getParent());
    try (RandomAccessFile old = openIfPresent(over)) {
      steps.before("rename " + file.getFileName());
      move(file, over);
      steps.before("force the directory of " + over.getFileName());
      forceDirectory(over.toAbsolutePath().getParent());
      if (old != null) {
        overwrite(old, over, steps);
      }
    }
    steps.before("end");
  }

  /**
   * Overwrites a file and deletes it, if it is there.
   *
   * @param file the file
   * @param steps is told before each step
   * @throws IOException if that did not work
   */
  public static void erase(Path file, Steps steps) throws IOException {
    try (RandomAccessFile content = openIfPresent(file)) {
      if (content == null) {
        return;
      }
      overwrite(content, file, steps);
    }
    steps.before("delete " + file.getFileName());
    Files.deleteIfExists(file);
    steps.before("force the directory of " + file.getFileName());
    forceDirectory(file.toAbsolutePath().getParent());
    steps.before("end");
  }

  /**
   * Deletes temporary files that {@link #createWith} or {@link #replace} could not delete because
   * their process died.
   *
   * @param directory where to look; may be missing
   * @param before only files that were not changed since
   * @throws IOException if the directory cannot be listed
   */
  public static void deleteDrafts(Path directory, Instant before) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(directory, "*" + DRAFT_SUFFIX)) {
      for (Path draft : drafts) {
        if (Files.getLastModifiedTime(draft).toInstant().isBefore(before)) {
          Files.deleteIfExists(draft);
        }
      }
    }
  }

  /**
   * Reads a small file that must not be a symbolic link.
   *
   * @param file the file
   * @param maxBytes longest content accepted
   * @return its bytes
   * @throws NoSuchFileException if there is none
   * @throws IOException if it is no regular file, too long, or cannot be read
   */
  public static byte[] read(Path file, int maxBytes) throws IOException {
    var found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      throw new IOException("not a regular file");
    }
    if (found.size() > maxBytes) {
      throw new IOException("longer than " + maxBytes + " bytes");
    }
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return in.readNBytes(maxBytes);
    }
  }

  /**
   * The failure for a file operation that did not work.
   *
   * @param action what was tried, such as {@code Cannot read the key ring}
   * @param file the file
   * @param cause why it failed
   * @return the exception to throw
   */
  public static BackendUnavailableException unavailable(
      String action, Path file, IOException cause) {
    String text = action + " " + file + ": " + reason(file, cause) + ".";
    return new BackendUnavailableException(
        Details.of(BackendUnavailableException.DEFAULT_CODE, text).causedBy(cause));
  }

  private static String reason(Path file, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "there is a file of that name, and it is not a directory";
    }
    if (cause instanceof FileSystemException detailed && detailed.getReason() != null) {
      return detailed.getReason();
    }
    String text = String.valueOf(cause.getMessage());
    return text.startsWith(file + ": ") ? text.substring(file.toString().length() + 2) : text;
  }

  private static void move(Path file, Path over) throws IOException {
    try {
      Files.move(file, over, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("the file system cannot replace a file in one step", e);
    }
  }

  private static RandomAccessFile openIfPresent(Path file) throws IOException {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? new RandomAccessFile(file.toFile(), "rw")
        : null;
  }

  /** In two halves, so that a file overwritten in part is a case the tests see. */
  private static void overwrite(RandomAccessFile content, Path name, Steps steps)
      throws IOException {
    byte[] zeros = new byte[Math.toIntExact(content.length())];
    int half = zeros.length / 2;
    steps.before("overwrite the first half of " + name.getFileName());
    content.seek(0);
    content.write(zeros, 0, half);
    steps.before("overwrite the second half of " + name.getFileName());
    content.write(zeros, half, zeros.length - half);
    steps.before("force the overwritten " + name.getFileName());
    content.getFD().sync();
  }

  private static Path writeDraft(Path file, byte[] content, SecureRandom random, Steps steps)
      throws IOException {
    byte[] suffix = new byte[8];
    random.nextBytes(suffix);
    Path draft =
        file.resolveSibling(
            file.getFileName() + "." + HexFormat.of().formatHex(suffix) + DRAFT_SUFFIX);
    steps.before("make a draft of " + file.getFileName());
    create(draft);
    try (FileOutputStream out = new FileOutputStream(draft.toFile())) {
      steps.before("write the first half of " + file.getFileName());
      out.write(content, 0, content.length / 2);
      steps.before("write the second half of " + file.getFileName());
      out.write(content, content.length / 2, content.length - content.length / 2);
      steps.before("force the draft of " + file.getFileName());
      out.getFD().sync();
    } catch (IOException e) {
      Files.deleteIfExists(draft);
      throw e;
    }
    return draft;
  }

  /**
   * Makes a new name in a directory survive a power loss; Windows has no such operation.
   *
   * @param directory the directory
   * @throws IOException if that fails
   */
  public static void forceDirectory(Path directory) throws IOException {
    if (!isPosix(directory)) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static FileAttribute<?>[] attributes(Path parent, Set<PosixFilePermission> mode) {
    if (!isPosix(parent)) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)};
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
