package dev.keyward.tool.secrecy;

import dev.keyward.backend.BackendSettings;
import java.nio.file.Path;
import java.util.Optional;

/** Settings that name a store and nothing else. */
record StoreIn(Path home) implements BackendSettings {

  @Override
  public Optional<String> get(String name) {
    return name.equals("store") ? Optional.of(home.toString()) : Optional.empty();
  }

  @Override
  public String origin(String name) {
    return "test";
  }
}
