package dev.keyward.provider;

import java.security.InvalidParameterException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Map;

/**
 * A service that makes its engines without reflection, so that it also works from a module that
 * exports nothing, and that knows its keys by their class.
 */
public final class KeywardService extends Provider.Service {
  private final ServiceEntry entry;
  private final ProviderRuntime runtime;

  /**
   * Makes the service.
   *
   * @param provider the provider
   * @param entry what it offers
   * @param runtime what its engines work on
   */
  public KeywardService(Provider provider, ServiceEntry entry, ProviderRuntime runtime) {
    super(
        provider,
        entry.engine(),
        entry.algorithm(),
        entry.implementation().getName(),
        entry.aliases(),
        attributes(entry));
    this.entry = entry;
    this.runtime = runtime;
  }

  private static Map<String, String> attributes(ServiceEntry entry) {
    if (entry.engine().equals("SecureRandom")) {
      // Otherwise java.security.SecureRandom lets one thread in at a time.
      return Map.of("ThreadSafe", "true");
    }
    return entry.keyClass() == null
        ? Map.of()
        : Map.of("SupportedKeyClasses", entry.keyClass().getName());
  }

  @Override
  public Object newInstance(Object constructorParameter) throws NoSuchAlgorithmException {
    if (constructorParameter != null) {
      throw new InvalidParameterException(getType() + " takes no constructor parameter");
    }
    return entry.factory().create(runtime, getProvider());
  }

  @Override
  public boolean supportsParameter(Object parameter) {
    if (entry.keyClass() == null) {
      return super.supportsParameter(parameter);
    }
    if (parameter != null && !(parameter instanceof Key)) {
      throw new InvalidParameterException("Parameter must be a Key");
    }
    return entry.keyClass().isInstance(parameter);
  }
}
