package dev.keyward.embedded.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises file systems on other hosts. The locks and the shared memory a database needs do not
 * work reliably across them.
 */
public final class NetworkFileSystems {
  private static final Set<String> TYPES =
      Set.of(
          "9p",
          "afpfs",
          "afs",
          "beegfs",
          "ceph",
          "cifs",
          "davfs",
          "glusterfs",
          "gpfs",
          "lustre",
          "ncpfs",
          "nfs",
          "nfs3",
          "nfs4",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "webdav");
  private static final String USER_SPACE = "fuse.";
  private static final Set<String> USER_SPACE_TYPES =
      Set.of("sshfs", "glusterfs", "s3fs", "rclone", "davfs", "ceph", "gcsfuse", "juicefs");

  private NetworkFileSystems() {}

  /**
   * Looks at the file system that holds a directory.
   *
   * @param directory an existing directory
   * @return the type of the file system if it is a network file system
   * @throws IOException if it cannot be looked at
   */
  public static Optional<String> typeOf(Path directory) throws IOException {
    String type = Files.getFileStore(directory).type();
    return isNetwork(type) ? Optional.of(type) : Optional.empty();
  }

  static boolean isNetwork(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    if (lower.startsWith(USER_SPACE)) {
      return USER_SPACE_TYPES.contains(lower.substring(USER_SPACE.length()));
    }
    return TYPES.contains(lower);
  }
}
