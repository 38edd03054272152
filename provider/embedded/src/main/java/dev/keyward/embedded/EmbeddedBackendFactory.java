package dev.keyward.embedded;

import dev.keyward.backend.BackendSettings;
import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.KeyBackendFactory;
import dev.keyward.kms.backend.KmsKeyBackend;

/** Opens the embedded engine as a {@link KeyBackend}. */
public final class EmbeddedBackendFactory implements KeyBackendFactory {

  /** Found through {@link java.util.ServiceLoader}. */
  public EmbeddedBackendFactory() {}

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public KeyBackend open(BackendSettings settings) {
    return new KmsKeyBackend(
        new EmbeddedKmsFactory().open(settings),
        "store " + new EmbeddedSettings(settings).directory());
  }
}
