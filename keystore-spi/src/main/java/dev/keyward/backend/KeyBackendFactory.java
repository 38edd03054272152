package dev.keyward.backend;

/**
 * Opens backends of one kind. Found through {@link java.util.ServiceLoader}; the constructor does
 * nothing.
 */
public interface KeyBackendFactory {

  /**
   * The value of the configuration key {@code backend} that chooses this factory.
   *
   * @return a lower-case word
   */
  String name();

  /**
   * Opens the backend.
   *
   * @param settings the configuration
   * @return an open backend; the caller closes it
   * @throws dev.keyward.failure.KmsException if it cannot be opened
   * @throws IllegalArgumentException if a setting is wrong; the text names the setting and its
   *     origin
   */
  KeyBackend open(BackendSettings settings);
}
