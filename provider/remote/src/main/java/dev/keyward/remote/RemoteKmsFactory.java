package dev.keyward.remote;

import dev.keyward.backend.BackendSettings;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsFactory;

/** Chosen with {@code backend=remote}. */
public final class RemoteKmsFactory implements KmsFactory {

  /** Found through {@link java.util.ServiceLoader}. */
  public RemoteKmsFactory() {}

  @Override
  public String name() {
    return "remote";
  }

  /** Opens no connection and reads no credentials; the first call does. */
  @Override
  public Kms open(BackendSettings settings) {
    return RemoteClient.of(settings, RemoteClient.Means.ofProcess()).direct();
  }
}
