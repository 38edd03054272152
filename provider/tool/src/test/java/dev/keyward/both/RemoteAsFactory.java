package dev.keyward.both;

import dev.keyward.backend.BackendSettings;
import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.KeyBackendFactory;
import dev.keyward.remote.RemoteAs;
import dev.keyward.remote.credentials.Environment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code backend=remote-as}: the remote backend with the access key that {@code principal} names,
 * so that several principals meet in one JVM.
 */
public final class RemoteAsFactory implements KeyBackendFactory {
  private static final Map<String, Environment> PROGRAMS = new ConcurrentHashMap<>();

  /** The configuration of a provider that works for a principal. */
  static String configuration(ServedStore served, Login login) {
    return configuration(login.id(), login.environment())
        + ";region="
        + ServedStore.REGION
        + ";endpoint="
        + served.uri();
  }

  /** The same for a program that finds everything in its environment. */
  static String configuration(String name, Environment environment) {
    PROGRAMS.put(name, environment);
    return "backend=remote-as;principal=" + name;
  }

  @Override
  public String name() {
    return "remote-as";
  }

  @Override
  public KeyBackend open(BackendSettings settings) {
    return RemoteAs.backend(settings, PROGRAMS.get(settings.get("principal").orElseThrow()));
  }
}
