package dev.keyward.tool.secrecy;

import dev.keyward.backend.BackendSettings;
import dev.keyward.embedded.EmbeddedKms;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsFactory;
import java.nio.file.Path;
import java.time.InstantSource;

/** The embedded engine, {@code backend=canary}, with randomness that is remembered. */
public final class CanaryKmsFactory implements KmsFactory {

  @Override
  public String name() {
    return "canary";
  }

  @Override
  public Kms open(BackendSettings settings) {
    Path home = Path.of(settings.get("store").orElseThrow());
    return new EmbeddedKms(
        StoreDirectory.open(StoreSettings.inHome(home)),
        new Scope("aws", "eu-west-1", "111122223333"),
        InstantSource.system(),
        CanaryRandom.INSTANCE);
  }
}
