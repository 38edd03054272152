package dev.keyward.tool.secrecy;

import dev.keyward.backend.BackendSettings;
import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.KeyBackendFactory;
import dev.keyward.kms.backend.KmsKeyBackend;

/** {@link CanaryKmsFactory} for the JCA side. */
public final class CanaryBackendFactory implements KeyBackendFactory {

  @Override
  public String name() {
    return "canary";
  }

  @Override
  public KeyBackend open(BackendSettings settings) {
    return new KmsKeyBackend(new CanaryKmsFactory().open(settings), "canary store");
  }
}
