package dev.keyward.remote.stub;

import dev.keyward.remote.credentials.Environment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Variables and properties of a test. */
public final class MapEnvironment implements Environment {
  private final Map<String, String> values;
  private final Path home;

  public MapEnvironment(Map<String, String> values, Path home) {
    this.values = new ConcurrentHashMap<>(values);
    this.home = home;
  }

  public static MapEnvironment withKeys() {
    return new MapEnvironment(
        Map.of(
            "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        Path.of("no-such-home"));
  }

  public void set(String name, String value) {
    values.put(name, value);
  }

  public void forget(String name) {
    values.remove(name);
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public Optional<String> property(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public Path home() {
    return home;
  }
}
