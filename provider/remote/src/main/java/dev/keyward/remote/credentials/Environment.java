package dev.keyward.remote.credentials;

import java.nio.file.Path;
import java.util.Optional;

/** What surrounds the program. */
public interface Environment {

  /**
   * An environment variable.
   *
   * @param name its name
   * @return empty if it is not set or blank
   */
  Optional<String> variable(String name);

  /**
   * A system property.
   *
   * @param name its name
   * @return empty if it is not set or blank
   */
  Optional<String> property(String name);

  /**
   * The home directory of the user.
   *
   * @return an absolute path
   */
  Path home();

  /**
   * The one of this process.
   *
   * @return variables and properties as they are when they are asked for
   */
  static Environment ofProcess() {
    return new Environment() {
      @Override
      public Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
      }

      @Override
      public Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isBlank());
      }

      @Override
      public Path home() {
        return Path.of(System.getProperty("user.home"));
      }
    };
  }
}
