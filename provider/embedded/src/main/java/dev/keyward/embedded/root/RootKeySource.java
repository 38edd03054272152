package dev.keyward.embedded.root;

import dev.keyward.embedded.files.Steps;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/** Where a root key comes from. */
public interface RootKeySource {

  /**
   * The kind of source, recorded in the ring: the word before the colon in the setting.
   *
   * @return a lower-case word
   */
  String kind();

  /**
   * Gets the root key of a store that exists.
   *
   * @return the root key; the caller closes it
   * @throws dev.keyward.failure.StoreSealedException if there is none, or it is not safe to use
   */
  RootKey open();

  /**
   * Gets the root key for a new store, and makes one if there is none.
   *
   * @param random where its bytes come from
   * @return the root key; the caller closes it
   * @throws dev.keyward.failure.StoreSealedException if there is one which is not safe to use
   * @throws dev.keyward.failure.BackendUnavailableException if it cannot be made
   */
  RootKey openOrCreate(SecureRandom random);

  /**
   * The same, telling of each step on the way.
   *
   * @param random where its bytes come from
   * @param steps is told before each step
   * @return the root key; the caller closes it
   */
  default RootKey openOrCreate(SecureRandom random, Steps steps) {
    return openOrCreate(random);
  }

  /**
   * The file the key lies in, if it lies in one.
   *
   * @return an absolute path
   */
  Optional<Path> file();

  /**
   * The source of the root key that follows this one when the root is rotated and the setting stays
   * the same.
   *
   * @return empty if this kind of root key needs another setting for another key
   */
  default Optional<RootKeySource> successor() {
    return Optional.empty();
  }

  /**
   * Makes the key of {@link #successor} the key of this source, and destroys the one it had. Does
   * nothing if that was done already. Only one process may do this at a time.
   *
   * @param steps is told before each step
   * @throws IOException if a file cannot be changed; then it can be done again
   */
  default void succeed(Steps steps) throws IOException {}

  /**
   * Destroys the key of this source as far as it is in our hands: a file is overwritten and
   * deleted. Does nothing if it is gone already.
   *
   * @param steps is told before each step
   * @throws IOException if a file cannot be changed; then it can be done again
   */
  default void retire(Steps steps) throws IOException {}

  /**
   * Reads the setting {@code root-key}.
   *
   * @param setting {@code file:PATH}
   * @param base where a relative path starts
   * @return the source; nothing was opened yet
   * @throws IllegalArgumentException if the setting cannot be used
   */
  static RootKeySource parse(String setting, Path base) {
    return RootKeySetting.parse(setting, base);
  }
}
