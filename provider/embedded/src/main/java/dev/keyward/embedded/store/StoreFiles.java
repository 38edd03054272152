package dev.keyward.embedded.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the parts of an open store lie.
 *
 * @param database the database
 * @param ring the wrapped key ring
 * @param rootKey the root key, if it lies in a file
 * @param rootKind the kind of root key: the word before the colon in the setting
 * @param anchor the last commit, noted outside the store
 */
public record StoreFiles(
    Path database, Path ring, Optional<Path> rootKey, String rootKind, Path anchor) {

  /**
   * The store's own directory.
   *
   * @return an absolute path
   */
  public Path directory() {
    return database.getParent();
  }
}
