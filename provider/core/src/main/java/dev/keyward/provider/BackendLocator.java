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
  /** Far more than there are; a class path that cannot be read would fail for ever. */
  private static final int MAX_FACTORIES = 1000;

  private BackendLocator() {}

  static KeyBackend open(String name, Configuration configuration) {
    Set<String> seen = new TreeSet<>();
    Iterator<KeyBackendFactory> factories =
        ServiceLoader.load(KeyBackendFactory.class, BackendLocator.class.getClassLoader())
            .iterator();
    KeyBackendFactory found = null;
    for (int i = 0; i < MAX_FACTORIES && found == null; i++) {
      try {
        if (!factories.hasNext()) {
          break;
        }
        KeyBackendFactory factory = factories.next();
        seen.add(factory.name());
        if (factory.name().equals(name)) {
          found = factory;
        }
      } catch (ServiceConfigurationError e) {
        // A broken entry of somebody else; the one we look for may follow it.
        continue;
      }
    }
    if (found != null) {
      return open(found, configuration);
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
}
