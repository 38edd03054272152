package dev.keyward.embedded.store;

import dev.keyward.embedded.files.PrivateFiles;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KmsException.Details;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads the native part of SQLite from a directory nobody else can write to.
 *
 * <p>The driver unpacks it into a shared temporary directory unless told otherwise. Here each JVM
 * gets a directory of its own, which is deleted as soon as the library is loaded; where the
 * operating system forbids that, the next start deletes it.
 */
final class SqliteLibrary {
  private static final String DIRECTORY_PROPERTY = "org.sqlite.tmpdir";
  private static final Version OLDEST = new Version(3, 51, 3);

  private static boolean loaded;

  private SqliteLibrary() {}

  /**
   * Loads the library once per class loader.
   *
   * @param base a private directory, made if need be
   */
  static synchronized void load(Path base) {
    if (loaded) {
      return;
    }
    checkVersion(SQLiteJDBCLoader.getVersion());
    try {
      loadFrom(base);
    } catch (IOException e) {
      throw PrivateFiles.unavailable("Cannot unpack the SQLite library in", base, e);
    } catch (Exception | LinkageError e) {
      throw new BackendUnavailableException(
          Details.of(
                  BackendUnavailableException.DEFAULT_CODE,
                  "Cannot load the SQLite library from "
                      + base
                      + ": it does not fit this system, or the directory does not allow programs."
                      + " Set the system property org.sqlite.tmpdir to a private directory that"
                      + " does.")
              .causedBy(e));
    }
    loaded = true;
  }

  /** Refuses a driver that an application brought along and that is too old for us. */
  static void checkVersion(String found) {
    if (Version.parse(found).compareTo(OLDEST) < 0) {
      throw new BackendUnavailableException(
          "The SQLite driver on the class path has version "
              + found
              + "; the store needs "
              + OLDEST
              + " or newer. Update org.xerial:sqlite-jdbc.");
    }
  }

  private static void loadFrom(Path base) throws Exception {
    if (System.getProperty(DIRECTORY_PROPERTY) != null) {
      SQLiteJDBCLoader.initialize();
      return;
    }
    PrivateFiles.createDirectories(base);
    deleteLeftovers(base);
    Path own = base.resolve(ProcessHandle.current().pid() + "-" + UUID.randomUUID());
    PrivateFiles.createDirectories(own);
    System.setProperty(DIRECTORY_PROPERTY, own.toString());
    try {
      SQLiteJDBCLoader.initialize();
    } finally {
      System.clearProperty(DIRECTORY_PROPERTY);
      delete(own);
    }
  }

  /**
   * Deletes directories of processes that are gone. A process in another container may look gone;
   * deleting a library it has loaded does it no harm.
   */
  private static void deleteLeftovers(Path base) throws IOException {
    List<Path> directories;
    try (Stream<Path> entries = Files.list(base)) {
      directories = entries.toList();
    }
    for (Path directory : directories) {
      if (!ownerIsAlive(directory.getFileName().toString())) {
        delete(directory);
      }
    }
  }

  private static boolean ownerIsAlive(String name) {
    int dash = name.indexOf('-');
    if (dash < 1 || !name.substring(0, dash).chars().allMatch(Character::isDigit)) {
      return true;
    }
    return ProcessHandle.of(Long.parseLong(name.substring(0, dash))).isPresent();
  }

  /** Best effort: what is left is deleted at a later start. */
  private static void delete(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.toList()) {
        Files.deleteIfExists(entry);
      }
      Files.deleteIfExists(directory);
    } catch (IOException inUseOrDeletedByAnother) {
      // Windows keeps a loaded library; another process may be deleting the same leftovers.
      directory.toFile().deleteOnExit();
    }
  }

  private record Version(int major, int minor, int patch) implements Comparable<Version> {
    static Version parse(String text) {
      String[] numbers = text.split("[^0-9]+", 4);
      try {
        return new Version(
            Integer.parseInt(numbers[0]),
            Integer.parseInt(numbers[1]),
            numbers.length > 2 ? Integer.parseInt(numbers[2]) : 0);
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        return new Version(0, 0, 0);
      }
    }

    @Override
    public int compareTo(Version other) {
      int byMajor = Integer.compare(major, other.major);
      int byMinor = Integer.compare(minor, other.minor);
      return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
      return major + "." + minor + "." + patch;
    }
  }
}
