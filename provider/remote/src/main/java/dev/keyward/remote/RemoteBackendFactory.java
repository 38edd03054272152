package dev.keyward.remote;

import dev.keyward.backend.BackendSettings;
import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.KeyBackendFactory;
import dev.keyward.kms.backend.KmsKeyBackend;

/** Chosen with {@code backend=remote}. */
public final class RemoteBackendFactory implements KeyBackendFactory {

  /** Found through {@link java.util.ServiceLoader}. */
  public RemoteBackendFactory() {}

  @Override
  public String name() {
    return "remote";
  }

  /** Opens no connection and reads no credentials; the first call does. */
  @Override
  public KeyBackend open(BackendSettings settings) {
    RemoteClient client = RemoteClient.of(settings, RemoteClient.Means.ofProcess());
    return new KmsKeyBackend(client.cached(), client.location());
  }
}
