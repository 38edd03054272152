package dev.keyward.remote;

import dev.keyward.backend.BackendSettings;
import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.KeyBackendFactory;

/** Chosen with {@code backend=remote}. */
public final class RemoteBackendFactory implements KeyBackendFactory {

  /** Found through {@link java.util.ServiceLoader}. */
  public RemoteBackendFactory() {}

  @Override
  public String name() {
    return "remote";
  }

  @Override
  public KeyBackend open(BackendSettings settings) {
    throw RemoteSettings.notYet(settings);
  }
}
