package dev.keyward.backend;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The configuration as a backend sees it: names such as {@code store} or {@code region}, and where
 * each value came from.
 */
public interface BackendSettings {

  /**
   * The value of a configuration key.
   *
   * @param name a configuration key
   * @return its value, or empty if it is not set
   */
  Optional<String> get(String name);

  /**
   * Where a value was set, for error messages: {@code keyward.properties line 12}.
   *
   * @param name a configuration key
   * @return short text; {@code default} if the key is not set
   */
  String origin(String name);

  /**
   * The directory for what was not given a place of its own, usually {@code ~/.keyward}.
   *
   * @return an absolute path; it may not exist yet
   */
  Path home();
}
