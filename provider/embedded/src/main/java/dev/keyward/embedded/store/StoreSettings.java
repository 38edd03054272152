package dev.keyward.embedded.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where a store lies and how it is opened.
 *
 * @param directory the store's own directory; made if it is missing
 * @param home the directory for what must not lie in the store: root key, anchor
 * @param rootKey the setting {@code root-key}; if empty, the file {@code root/STORE-ID.key} in the
 *     home
 * @param accepted what the operator accepts
 * @param clock the wall clock
 * @param random where keys, salts and ids come from
 */
public record StoreSettings(
    Path directory,
    Path home,
    Optional<String> rootKey,
    Set<Acceptance> accepted,
    InstantSource clock,
    SecureRandom random) {

  /** What an operator can accept although it is refused as a rule. */
  public enum Acceptance {
    /** {@code store.accept-rollback=true}: the store was put back from an older copy. */
    ROLLBACK,
    /** {@code store.allow-network-file-system=true}: the operator vouches for its locks. */
    NETWORK_FILE_SYSTEM
  }

  public StoreSettings {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(home, "home");
    Objects.requireNonNull(rootKey, "rootKey");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(random, "random");
    accepted = Set.copyOf(accepted);
  }

  /**
   * The usual settings for a store in a home: {@code HOME/store}.
   *
   * @param home such as {@code ~/.keyward}
   * @return settings with the system clock and the default random source
   */
  public static StoreSettings inHome(Path home) {
    return at(home.resolve("store"), home);
  }

  /**
   * Settings for a store in a directory of its own.
   *
   * @param directory the store's directory
   * @param home where root key and anchor go
   * @return settings with the system clock and the default random source
   */
  public static StoreSettings at(Path directory, Path home) {
    return new StoreSettings(
        directory, home, Optional.empty(), Set.of(), InstantSource.system(), new SecureRandom());
  }

  /**
   * The same with another root key.
   *
   * @param setting {@code file:PATH}
   * @return new settings
   */
  public StoreSettings withRootKey(String setting) {
    return new StoreSettings(directory, home, Optional.of(setting), accepted, clock, random);
  }

  /**
   * The same with what the operator accepts.
   *
   * @param acceptances replaces what was accepted before
   * @return new settings
   */
  public StoreSettings accepting(Acceptance... acceptances) {
    return new StoreSettings(directory, home, rootKey, Set.of(acceptances), clock, random);
  }

  boolean accepts(Acceptance acceptance) {
    return accepted.contains(acceptance);
  }
}
