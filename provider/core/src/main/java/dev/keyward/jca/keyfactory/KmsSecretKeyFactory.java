package dev.keyward.jca.keyfactory;

import dev.keyward.backend.KeyBackend;
import dev.keyward.handle.KeyHandle;
import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;

/** {@code SecretKeyFactory} of algorithm {@code KMS}: handles of symmetric and HMAC keys. */
public final class KmsSecretKeyFactory extends SecretKeyFactorySpi {
  private final NamedKeys keys;

  /**
   * Makes a factory.
   *
   * @param backend the key service; asked when a key is looked up
   * @param ours tells handles of this provider's key service from others
   */
  public KmsSecretKeyFactory(Supplier<KeyBackend> backend, Predicate<KeyHandle> ours) {
    this.keys = new NamedKeys(backend, ours);
  }

  @Override
  protected SecretKey engineGenerateSecret(KeySpec spec) throws InvalidKeySpecException {
    KeyHandle handle = keys.findSecret(spec);
    if (handle instanceof SecretKey secret) {
      return secret;
    }
    throw new InvalidKeySpecException(
        "Key " + handle.reference() + " is a key pair; use KeyFactory.");
  }

  @Override
  protected KeySpec engineGetKeySpec(SecretKey key, Class<?> wanted)
      throws InvalidKeySpecException {
    return keys.name(key, wanted);
  }

  @Override
  protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
    if (keys.recognise(key) instanceof SecretKey secret) {
      return secret;
    }
    throw new InvalidKeyException("The key is a key pair.");
  }
}
