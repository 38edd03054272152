package dev.keyward.remote;

import dev.keyward.backend.BackendSettings;
import dev.keyward.backend.KeyBackend;
import dev.keyward.kms.backend.KmsKeyBackend;
import dev.keyward.remote.RemoteClient.Means;
import dev.keyward.remote.credentials.Environment;
import dev.keyward.remote.resilience.Waiter;
import java.time.InstantSource;

/** Wire clients as the factories make them, for several principals in one JVM. */
public final class RemoteAs {
  private RemoteAs() {}

  /** As {@link RemoteKmsFactory}. */
  public static RemoteKms kms(BackendSettings settings, Environment environment) {
    return client(settings, environment).direct();
  }

  /** As {@link RemoteKmsFactory}, in a time of one's own. */
  public static RemoteKms kms(BackendSettings settings, Environment environment, Waiter time) {
    return RemoteClient.of(settings, new Means(environment, InstantSource.system(), time)).direct();
  }

  /** As {@link RemoteBackendFactory}. */
  public static KeyBackend backend(BackendSettings settings, Environment environment) {
    RemoteClient client = client(settings, environment);
    return new KmsKeyBackend(client.cached(), client.location());
  }

  private static RemoteClient client(BackendSettings settings, Environment environment) {
    return RemoteClient.of(
        settings, new Means(environment, InstantSource.system(), Waiter.system()));
  }
}
