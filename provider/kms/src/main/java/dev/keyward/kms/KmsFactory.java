package dev.keyward.kms;

import dev.keyward.backend.BackendSettings;

/**
 * Opens a {@link Kms} of one kind; how the tool and the endpoint get theirs. Found through {@link
 * java.util.ServiceLoader}; the constructor does nothing.
 */
public interface KmsFactory {

  /**
   * The value of the configuration key {@code backend} that chooses this factory.
   *
   * @return a lower-case word
   */
  String name();

  /**
   * Opens the KMS.
   *
   * @param settings the configuration
   * @return an open KMS; the caller closes it
   * @throws dev.keyward.failure.KmsException if it cannot be opened
   * @throws IllegalArgumentException if a setting is wrong; the text names the setting and its
   *     origin
   */
  Kms open(BackendSettings settings);
}
