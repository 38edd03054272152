package dev.keyward.backend;

import dev.keyward.failure.InvalidRequestException;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference;
import java.util.Optional;

/** A key service with managed keys. Thread-safe. */
public interface KeyBackend extends AutoCloseable {

  /**
   * Where the keys are, for messages: a store's directory or a service's address.
   *
   * @return short text without secrets
   */
  String location();

  /**
   * Describes a key in whatever state it is.
   *
   * @param key any of the four forms
   * @return its metadata
   * @throws dev.keyward.failure.KeyNotFoundException if there is no such key or alias
   */
  KeyMetadata describe(KeyReference key);

  /**
   * Asks for a capability.
   *
   * @param type one of the capability interfaces of this package
   * @param <C> the capability
   * @return the capability, or empty if this backend does not have it
   */
  default <C> Optional<C> capability(Class<C> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
  }

  /**
   * Demands a capability.
   *
   * @param type one of the capability interfaces of this package
   * @param <C> the capability
   * @return the capability
   * @throws InvalidRequestException if this backend does not have it
   */
  default <C> C require(Class<C> type) {
    return capability(type)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "The key service at "
                        + location()
                        + " does not offer "
                        + type.getSimpleName()
                        + "."));
  }

  /** Releases what the backend holds: connections, opened key material. Idempotent. */
  @Override
  void close();
}
