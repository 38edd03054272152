package dev.keyward.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** Tells whether somebody else could change a file. Knows POSIX permissions only. */
final class FileOwnership {
  private static final int STICKY = 01000;

  private FileOwnership() {}

  /** What is wrong, as a sentence; empty if only this user, or the administrator, may write. */
  static Optional<String> findWeakness(Path file) {
    try {
      Path real = file.toRealPath();
      if (!Files.getFileStore(real).supportsFileAttributeView("posix")) {
        return Optional.empty();
      }
      Optional<String> ofFile = weaknessOf(real, "the file");
      return ofFile.isPresent() ? ofFile : weaknessOf(real.getParent(), "its directory");
    } catch (IOException e) {
      return Optional.of("its owner cannot be told: " + e.getClass().getSimpleName() + ".");
    }
  }

  private static Optional<String> weaknessOf(Path path, String what) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String owner = attributes.owner().getName();
    if (!owner.equals(currentUser()) && !owner.equals("root")) {
      return Optional.of(what + " belongs to another user (" + owner + ").");
    }
    if (isWritableByOthers(path, attributes, owner)) {
      return Optional.of(what + " can be written by others.");
    }
    return Optional.empty();
  }

  private static boolean isWritableByOthers(Path path, PosixFileAttributes attributes, String owner)
      throws IOException {
    boolean byAll = attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    boolean byGroup = attributes.permissions().contains(PosixFilePermission.GROUP_WRITE);
    // Many distributions give each user a group of the same name: nobody else is in it.
    boolean privateGroup = attributes.group().getName().equals(owner);
    if (!byAll && (!byGroup || privateGroup)) {
      return false;
    }
    // In a sticky directory such as /tmp others may add files but not replace ours.
    return !attributes.isDirectory() || ((int) Files.getAttribute(path, "unix:mode") & STICKY) == 0;
  }

  /** The effective user: user.name may be set to anything, and is "?" for a user without name. */
  private static String currentUser() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self)
        ? Files.getOwner(self).getName()
        : System.getProperty("user.name", "");
  }
}
