package dev.keyward.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where a configuration may come from.
 *
 * @param argument the provider's argument, or a program's {@code --config}: a path, or inline
 *     {@code key=value;…}
 * @param properties system properties whose names start with {@code keyward.}
 * @param environment the environment
 * @param userHome the user's home directory
 * @param home the directory for what was not given a place of its own
 */
public record Source(
    Optional<String> argument,
    Map<String, String> properties,
    Map<String, String> environment,
    Path userHome,
    Path home) {
  /** What the names of our system properties start with. */
  public static final String PROPERTY_PREFIX = "keyward.";

  /**
   * Names the directory for what was not given a place of its own, instead of {@code ~/.keyward}.
   */
  public static final String HOME_PROPERTY = "keyward.home";

  public Source {
    Objects.requireNonNull(argument, "argument");
    properties = Map.copyOf(properties);
    environment = Map.copyOf(environment);
    Objects.requireNonNull(userHome, "userHome");
    home = home.toAbsolutePath();
  }

  /**
   * The sources of this process, without an argument.
   *
   * @return a snapshot
   */
  public static Source ofProcess() {
    Path userHome = Path.of(System.getProperty("user.home", "."));
    String home = System.getProperty(HOME_PROPERTY);
    return new Source(
        Optional.empty(),
        ourProperties(System.getProperties()),
        System.getenv(),
        userHome,
        home == null ? userHome.resolve(".keyward") : Path.of(home));
  }

  /**
   * The same with an argument.
   *
   * @param text a path or inline {@code key=value;…}
   * @return a new source
   */
  public Source withArgument(String text) {
    return new Source(Optional.of(text), properties, environment, userHome, home);
  }

  /**
   * The same with another home directory.
   *
   * @param directory the directory for what has no place of its own
   * @return a new source
   */
  public Source withHome(Path directory) {
    return new Source(argument, properties, environment, userHome, directory);
  }

  /**
   * The same with one property set, as {@code -Dkeyward.NAME=VALUE} would.
   *
   * @param name a configuration key
   * @param value its value
   * @return a new source
   */
  public Source withProperty(String name, String value) {
    Map<String, String> more = new TreeMap<>(properties);
    more.put(PROPERTY_PREFIX + name, value);
    return new Source(argument, more, environment, userHome, home);
  }

  private static Map<String, String> ourProperties(Properties all) {
    Map<String, String> ours = new TreeMap<>();
    for (String name : all.stringPropertyNames()) {
      if (name.startsWith(PROPERTY_PREFIX) && !name.equals(HOME_PROPERTY)) {
        ours.put(name, all.getProperty(name));
      }
    }
    return ours;
  }

  /** Leaves the environment out: it often holds credentials. */
  @Override
  public String toString() {
    return "Source[home=" + home + "]";
  }
}
