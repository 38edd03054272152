package dev.keyward.jca.keyfactory;

import dev.keyward.backend.KeyBackend;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** {@code KeyFactory} of algorithm {@code KMS}: handles and public keys of managed key pairs. */
public final class KmsKeyFactory extends KeyFactorySpi {
  private final NamedKeys keys;

  /**
   * Makes a factory.
   *
   * @param backend the key service; asked when a key is looked up
   * @param ours tells handles of this provider's key service from others
   */
  public KmsKeyFactory(Supplier<KeyBackend> backend, Predicate<KeyHandle> ours) {
    this.keys = new NamedKeys(backend, ours);
  }

  @Override
  protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
    return KeyHandles.publicKeyOf(pair(spec));
  }

  @Override
  protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
    return (PrivateKey) pair(spec);
  }

  private KeyHandle pair(KeySpec spec) throws InvalidKeySpecException {
    KeyHandle handle = keys.find(spec);
    if (handle instanceof PrivateKey) {
      return handle;
    }
    throw new InvalidKeySpecException(
        "Key " + handle.reference() + " is no key pair; use SecretKeyFactory.");
  }

  @Override
  protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> wanted)
      throws InvalidKeySpecException {
    return wanted.cast(keys.name(key, wanted));
  }

  @Override
  protected Key engineTranslateKey(Key key) throws InvalidKeyException {
    return keys.recognise(key);
  }
}
