package dev.keyward.embedded.root;

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
   * The file the key lies in, if it lies in one.
   *
   * @return an absolute path
   */
  Optional<Path> file();

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
