package dev.keyward.embedded.store;

import dev.keyward.failure.BackendUnavailableException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Lets only one class loader of this JVM open a store.
 *
 * <p>Each class loader brings its own copy of the SQLite library, and on POSIX systems closing a
 * file in one copy drops the locks the other copy holds on it. Within one class loader any number
 * of instances is safe. The notes lie in the system properties, the one place that all class
 * loaders share.
 */
final class JvmOwners {
  private static final String PREFIX = "dev.keyward.store.owner:";
  private static final String OURSELVES = UUID.randomUUID().toString();

  private JvmOwners() {}

  /** Notes one more open instance. */
  static void enter(Path directory) {
    enter(directory, OURSELVES);
  }

  static void enter(Path directory, String owner) {
    System.getProperties()
        .compute(
            PREFIX + directory,
            (key, note) -> {
              if (note == null) {
                return owner + " 1";
              }
              if (!note.toString().startsWith(owner + " ")) {
                throw new BackendUnavailableException(
                    "Store "
                        + directory
                        + " is open in this JVM through another class loader. Close it there, or"
                        + " put Keyward on a class path both share.");
              }
              return owner + " " + (count(note) + 1);
            });
  }

  /** Takes one note back. */
  static void leave(Path directory) {
    System.getProperties()
        .computeIfPresent(
            PREFIX + directory,
            (key, note) -> count(note) == 1 ? null : OURSELVES + " " + (count(note) - 1));
  }

  private static int count(Object note) {
    String text = note.toString();
    return Integer.parseInt(text.substring(text.indexOf(' ') + 1));
  }
}
