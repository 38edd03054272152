package dev.keyward.remote;

import dev.keyward.backend.BackendSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The configuration of a test. */
record MapSettings(Map<String, String> values) implements BackendSettings {
  static MapSettings of(String... pairs) {
    Map<String, String> values = new HashMap<>(Map.of("backend", "remote", "region", "eu-west-1"));
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], pairs[i + 1]);
    }
    return new MapSettings(values);
  }

  @Override
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public String origin(String name) {
    return "test";
  }

  @Override
  public Path home() {
    return Path.of("unused");
  }
}
