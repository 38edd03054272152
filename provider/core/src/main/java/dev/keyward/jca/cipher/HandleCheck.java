package dev.keyward.jca.cipher;

import dev.keyward.handle.KeyHandle;
import java.security.InvalidKeyException;

/** Decides whether a handle belongs to the provider whose cipher it was given to. */
@FunctionalInterface
public interface HandleCheck {

  /**
   * Looks at a handle; asks no key service.
   *
   * @param handle any handle
   * @throws InvalidKeyException if the handle belongs to another configured provider
   */
  void check(KeyHandle handle) throws InvalidKeyException;
}
