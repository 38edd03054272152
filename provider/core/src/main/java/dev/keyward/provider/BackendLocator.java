package dev.keyward.provider;

import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.KeyBackendFactory;
import dev.keyward.config.Configuration;
import dev.keyward.config.ConfigurationException;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/** Finds the backend of a name on the class path or module path of the provider, and opens it. */
final class BackendLocator {
  private BackendLocator() {}

  static KeyBackend open(String name, Configuration configuration) {
    Set<String> seen = new TreeSet<>();
    Iterator<KeyBackendFactory> factories =
        ServiceLoader.load(KeyBackendFactory.class, BackendLocator.class.getClassLoader())
            .iterator();
    while (hasNext(factories)) {
      KeyBackendFactory factory = nextOrNull(factories);
      if (factory != null && factory.name().equals(name)) {
        return open(factory, configuration);
      }
      if (factory != null) {
        seen.add(factory.name());
      }
    }
    throw configuration.unknownBackend(seen);
  }

  private static KeyBackend open(KeyBackendFactory factory, Configuration configuration) {
    try {
      return factory.open(configuration);
    } catch (ConfigurationException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(configuration.place(), e.getMessage());
    }
  }

  private static boolean hasNext(Iterator<KeyBackendFactory> factories) {
    try {
      return factories.hasNext();
    } catch (ServiceConfigurationError e) {
      // The broken entry was consumed; the one we look for may follow it.
      return true;
    }
  }

  private static KeyBackendFactory nextOrNull(Iterator<KeyBackendFactory> factories) {
    try {
      return factories.next();
    } catch (ServiceConfigurationError e) {
      return null;
    } catch (java.util.NoSuchElementException e) {
      return null;
    }
  }
}
