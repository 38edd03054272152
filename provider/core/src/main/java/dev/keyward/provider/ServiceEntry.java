package dev.keyward.provider;

import java.security.Provider;
import java.util.List;
import java.util.Objects;

/**
 * One service of the provider.
 *
 * @param engine the engine class, such as {@code Signature}
 * @param algorithm the standard name
 * @param aliases other names and object identifiers
 * @param keyClass the keys it takes; null if the engine class takes no key
 * @param implementation the name of the class that {@code factory} makes
 * @param factory makes an engine; cheap and without side effects, since the JDK makes more of them
 *     than it uses
 */
public record ServiceEntry(
    String engine,
    String algorithm,
    List<String> aliases,
    Class<?> keyClass,
    Class<?> implementation,
    Factory factory) {

  public ServiceEntry {
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(algorithm, "algorithm");
    aliases = List.copyOf(aliases);
    Objects.requireNonNull(implementation, "implementation");
    Objects.requireNonNull(factory, "factory");
  }

  /** Makes engines. */
  @FunctionalInterface
  public interface Factory {

    /**
     * Makes an engine.
     *
     * @param runtime what engines work on; not opened yet
     * @param self the provider the engine belongs to
     * @return an object of an SPI class
     */
    Object create(ProviderRuntime runtime, Provider self);
  }
}
