package dev.keyward.jca.keygen;

import dev.keyward.backend.KeyBackend;
import dev.keyward.jdk.OtherProviders;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.function.Supplier;
import javax.crypto.KeyGenerator;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;

/**
 * {@code KeyGenerator} for {@code AES} and {@code HmacSHA…}: makes a managed key and returns its
 * handle.
 */
public final class KmsKeyGenerator extends KeyGeneratorSpi {
  private final String algorithm;
  private final KeySpec spec;
  private final ManagedKeyMaker maker;
  private final Provider self;
  private ManagedKeyParameterSpec wanted;
  private KeyGenerator ordinary;

  /**
   * Makes a generator.
   *
   * @param algorithm the name of the service
   * @param spec the spec of its keys
   * @param backend the key service; asked when a key is generated
   * @param self the provider the generator belongs to
   */
  public KmsKeyGenerator(
      String algorithm, KeySpec spec, Supplier<KeyBackend> backend, Provider self) {
    this.algorithm = algorithm;
    this.spec = spec;
    this.maker = new ManagedKeyMaker(backend);
    this.self = self;
  }

  @Override
  protected void engineInit(SecureRandom random) {
    wanted = null;
    ordinary = ordinaryOrNull();
    if (ordinary != null && random != null) {
      ordinary.init(random);
    }
  }

  @Override
  protected void engineInit(int keySizeBits, SecureRandom random) {
    wanted = null;
    ordinary = ordinaryOrNull();
    if (ordinary != null) {
      initOrdinary(keySizeBits, random);
    } else if (keySizeBits != spec.size()) {
      throw new InvalidParameterException(
          "A managed " + algorithm + " key has " + spec.size() + " bits, got " + keySizeBits + ".");
    }
  }

  private void initOrdinary(int keySizeBits, SecureRandom random) {
    if (random == null) {
      ordinary.init(keySizeBits);
    } else {
      ordinary.init(keySizeBits, random);
    }
  }

  @Override
  protected void engineInit(AlgorithmParameterSpec parameters, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    if (parameters instanceof ManagedKeyParameterSpec ours) {
      if (ours.spec() != spec) {
        throw new InvalidAlgorithmParameterException(
            algorithm + " keys have spec " + spec + ", got " + ours.spec() + ".");
      }
      wanted = ours;
      ordinary = null;
      return;
    }
    ordinary = ordinaryOrNull();
    if (ordinary == null) {
      throw new InvalidAlgorithmParameterException(
          "Pass a ManagedKeyParameterSpec, got " + className(parameters) + ".");
    }
    wanted = null;
    ordinary.init(parameters, random);
  }

  private static String className(Object parameters) {
    return parameters == null ? "null" : parameters.getClass().getName();
  }

  @Override
  protected SecretKey engineGenerateKey() {
    if (wanted == null && ordinary == null) {
      ordinary = ordinaryOrNull();
    }
    if (ordinary != null) {
      return ordinary.generateKey();
    }
    return (SecretKey) maker.make(wanted != null ? wanted : ManagedKeyParameterSpec.of(spec));
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
