package dev.keyward.jca.failures;

import dev.keyward.handle.KeyHandle;
import java.security.InvalidKeyException;
import java.security.Key;

/** The texts with which engines refuse a key at {@code init}, from what they know locally. */
public final class Refusals {
  private Refusals() {}

  /**
   * For a key that is no handle.
   *
   * @param key what was passed; maybe null
   * @return the exception to throw
   */
  public static InvalidKeyException notManaged(Key key) {
    return new InvalidKeyException(
        key == null ? "The key is null." : "The key is not a key handle of Keyward.");
  }

  /**
   * For a handle whose spec or usage does not fit.
   *
   * @param key the handle
   * @param purpose what it cannot do, such as {@code encrypt}
   * @param advice which key can, such as {@code an ENCRYPT_DECRYPT key of an RSA spec}
   * @return the exception to throw
   */
  public static InvalidKeyException wrongKey(KeyHandle key, String purpose, String advice) {
    return new InvalidKeyException(
        "Key "
            + key.reference()
            + " of spec "
            + key.spec()
            + " has usage "
            + key.usage()
            + " and cannot "
            + purpose
            + ". Use "
            + advice
            + ".");
  }

  /**
   * For a handle of another configured provider.
   *
   * @param key the handle
   * @return the exception to throw
   */
  public static InvalidKeyException ofAnotherProvider(KeyHandle key) {
    return new InvalidKeyException(
        "Key "
            + key.reference()
            + " is a handle of another Keyward provider. Get the key and the engine from the same"
            + " provider.");
  }
}
