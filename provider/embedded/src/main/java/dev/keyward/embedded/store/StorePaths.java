package dev.keyward.embedded.store;

import dev.keyward.embedded.files.NetworkFileSystems;
import dev.keyward.embedded.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of a store, after the directory was checked. */
record StorePaths(Path directory, Path home) {
  static final String DATABASE = "keyward.db";

  /** Makes the directory if need be and finds its one true name. */
  static StorePaths prepare(StoreSettings settings) {
    Path directory = settings.directory();
    checkSpelling("store", directory);
    checkSpelling("the directory beside the store", settings.home());
    try {
      if (Files.isSymbolicLink(directory)) {
        throw new IllegalArgumentException(
            "store " + directory + " is a symbolic link; configure the directory it points to");
      }
      PrivateFiles.createDirectories(directory);
      PrivateFiles.createDirectories(settings.home());
      Path real = directory.toRealPath();
      checkFileSystem(real, settings);
      checkPermissions(real);
      return new StorePaths(real, settings.home().toRealPath());
    } catch (IOException e) {
      throw PrivateFiles.unavailable("Cannot use the store directory", directory, e);
    }
  }

  Path ring() {
    return directory.resolve("ring");
  }

  Path database() {
    return directory.resolve(DATABASE);
  }

  Path anchor(String storeId) {
    return home.resolve("anchor").resolve(storeId);
  }

  /** Where files are made under another name first. */
  List<Path> directoriesWithDrafts() {
    return List.of(directory, home.resolve("anchor"), home.resolve("root"));
  }

  Path defaultRootKey(String storeId) {
    return home.resolve("root").resolve(storeId + ".key");
  }

  private static void checkSpelling(String what, Path directory) {
    for (Path name : directory) {
      if (name.toString().equals("..")) {
        throw new IllegalArgumentException(what + " must not contain \"..\": " + directory);
      }
    }
    // The path becomes part of a database URL, where a question mark starts the options.
    if (directory.toString().indexOf('?') >= 0) {
      throw new IllegalArgumentException(what + " must not contain a question mark: " + directory);
    }
  }

  private static void checkFileSystem(Path directory, StoreSettings settings) throws IOException {
    Optional<String> network = NetworkFileSystems.typeOf(directory);
    if (network.isPresent() && !settings.accepts(StoreSettings.Acceptance.NETWORK_FILE_SYSTEM)) {
      throw new IllegalArgumentException(
          "store "
              + directory
              + " is on a network file system ("
              + network.get()
              + "), where locks do not work reliably; use a local disk, or set"
              + " store.allow-network-file-system=true");
    }
  }

  /**
   * A new directory becomes private. One with other things in it is not changed behind the back of
   * those who use them.
   */
  private static void checkPermissions(Path directory) throws IOException {
    if (!PrivateFiles.isOurs(directory)) {
      throw new IllegalArgumentException("store " + directory + " belongs to another user");
    }
    if (!PrivateFiles.isOpenToOthers(directory)) {
      return;
    }
    if (!Files.exists(directory.resolve("ring")) && !isEmpty(directory)) {
      throw new IllegalArgumentException(
          "store "
              + directory
              + " is open to other users and holds other files; use a directory"
              + " of its own");
    }
    PrivateFiles.makePrivate(directory);
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }
}
