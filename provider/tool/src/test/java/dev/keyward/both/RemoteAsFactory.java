package dev.keyward.both;

import dev.keyward.backend.BackendSettings;
import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.KeyBackendFactory;
import dev.keyward.remote.RemoteAs;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code backend=remote-as}: the remote backend with the access key that {@code principal} names,
 * so that several principals meet in one JVM.
 */
public final class RemoteAsFactory implements KeyBackendFactory {
  private static final Map<String, Login> LOGINS = new ConcurrentHashMap<>();

  /** The configuration of a provider that works for a principal. */
  static String configuration(ServedStore served, Login login) {
    LOGINS.put(login.id(), login);
    return "backend=remote-as;region="
        + ServedStore.REGION
        + ";endpoint="
        + served.uri()
        + ";principal="
        + login.id();
  }

  @Override
  public String name() {
    return "remote-as";
  }

  @Override
  public KeyBackend open(BackendSettings settings) {
    Login login = LOGINS.get(settings.get("principal").orElseThrow());
    return RemoteAs.backend(settings, login.environment());
  }
}
