package dev.keyward.both;

import dev.keyward.backend.BackendSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A configuration in pairs. */
public record Given(Map<String, String> values) implements BackendSettings {
  public static Given of(String... pairs) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], pairs[i + 1]);
    }
    return new Given(values);
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
