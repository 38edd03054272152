package dev.keyward.jca.keygen;

import dev.keyward.backend.KeyBackend;
import dev.keyward.handle.KeyHandle;
import dev.keyward.jdk.OtherProviders;
import dev.keyward.model.KeySpec;
import dev.keyward.params.DataKeyParameterSpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.crypto.KeyGenerator;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;

/**
 * {@code KeyGenerator} for {@code AES} and {@code HmacSHA…}: makes a managed key and returns its
 * handle; or, asked with a {@link DataKeyParameterSpec}, a data key under one.
 */
public final class KmsKeyGenerator extends KeyGeneratorSpi {
  private final String algorithm;
  private final KeySpec spec;
  private final ManagedKeyMaker maker;
  private final Predicate<KeyHandle> ours;
  private final Provider self;
  private Supplier<SecretKey> wanted;

  /**
   * Makes a generator.
   *
   * @param algorithm the name of the service
   * @param spec the spec of its keys
   * @param backend the key service; asked when a key is generated
   * @param ours tells handles of this provider's key service from others; must be cheap
   * @param self the provider the generator belongs to
   */
  public KmsKeyGenerator(
      String algorithm,
      KeySpec spec,
      Supplier<KeyBackend> backend,
      Predicate<KeyHandle> ours,
      Provider self) {
    this.algorithm = algorithm;
    this.spec = spec;
    this.maker = new ManagedKeyMaker(backend);
    this.ours = ours;
    this.self = self;
  }

  // What is refused changes nothing: the generator makes what it was told before.

  @Override
  protected void engineInit(SecureRandom random) {
    KeyGenerator next = ordinaryOrNull();
    if (next != null && random != null) {
      next.init(random);
    }
    wanted = next != null ? next::generateKey : managed(ManagedKeyParameterSpec.of(spec));
  }

  @Override
  protected void engineInit(int keySizeBits, SecureRandom random) {
    KeyGenerator next = ordinaryOrNull();
    if (next != null) {
      initOrdinary(next, keySizeBits, random);
      wanted = next::generateKey;
      return;
    }
    if (keySizeBits != spec.size()) {
      throw new InvalidParameterException(
          "A managed " + algorithm + " key has " + spec.size() + " bits, got " + keySizeBits + ".");
    }
    wanted = managed(ManagedKeyParameterSpec.of(spec));
  }

  private static void initOrdinary(KeyGenerator next, int keySizeBits, SecureRandom random) {
    if (random == null) {
      next.init(keySizeBits);
    } else {
      next.init(keySizeBits, random);
    }
  }

  @Override
  protected void engineInit(AlgorithmParameterSpec parameters, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    if (parameters instanceof ManagedKeyParameterSpec managed) {
      if (managed.spec() != spec) {
        throw new InvalidAlgorithmParameterException(
            algorithm + " keys have spec " + spec + ", got " + managed.spec() + ".");
      }
      wanted = managed(managed);
    } else if (parameters instanceof DataKeyParameterSpec dataKey) {
      wanted = dataKeys(dataKey)::make;
    } else {
      wanted = ordinary(parameters, random);
    }
  }

  private Supplier<SecretKey> managed(ManagedKeyParameterSpec parameters) {
    return () -> (SecretKey) maker.make(parameters);
  }

  private DataKeyMaker dataKeys(DataKeyParameterSpec parameters)
      throws InvalidAlgorithmParameterException {
    if (!algorithm.equals(DataKeyMaker.ALGORITHM)) {
      throw new InvalidAlgorithmParameterException(
          "Data keys are made for AES, not for " + algorithm + ".");
    }
    return DataKeyMaker.of(parameters, ours);
  }

  private Supplier<SecretKey> ordinary(AlgorithmParameterSpec parameters, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    KeyGenerator next = ordinaryOrNull();
    if (next == null) {
      throw new InvalidAlgorithmParameterException(
          "Pass a ManagedKeyParameterSpec or a DataKeyParameterSpec, got "
              + className(parameters)
              + ".");
    }
    next.init(parameters, random);
    return next::generateKey;
  }

  private static String className(Object parameters) {
    return parameters == null ? "null" : parameters.getClass().getName();
  }

  @Override
  protected SecretKey engineGenerateKey() {
    if (wanted == null) {
      engineInit(null);
    }
    return wanted.get();
  }

  /** The next provider's generator, if this one was found by order and not by name. */
  private KeyGenerator ordinaryOrNull() {
    if (!OtherProviders.areBehind(self, "KeyGenerator", algorithm)) {
      return null;
    }
    Provider next = OtherProviders.offering("KeyGenerator", algorithm, self).get(0);
    try {
      return KeyGenerator.getInstance(algorithm, next);
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException(
          "Provider " + next.getName() + " lost KeyGenerator " + algorithm, e);
    }
  }
}
