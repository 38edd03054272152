package dev.keyward.jca.keygen;

import dev.keyward.backend.KeyBackend;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.jdk.OtherProviders;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyPairGeneratorSpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.function.Supplier;

/**
 * Makes a managed key pair and returns its handle together with its public half as an ordinary JDK
 * key.
 */
public abstract sealed class KmsKeyPairGenerator extends KeyPairGeneratorSpi
    permits KmsRsaKeyPairGenerator, KmsEcKeyPairGenerator, KmsNamedKeyPairGenerator {
  private final KeySpec.Family family;
  private final String algorithm;
  private final ManagedKeyMaker maker;
  private final Provider self;
  private ManagedKeyParameterSpec wanted;
  private KeyPairGenerator ordinary;

  KmsKeyPairGenerator(
      KeySpec.Family family, String algorithm, Supplier<KeyBackend> backend, Provider self) {
    this.family = family;
    this.algorithm = algorithm;
    this.maker = new ManagedKeyMaker(backend);
    this.self = self;
  }

  /** Tells whether keys of a spec are offered under the name of this generator. */
  boolean offers(KeySpec spec) {
    return spec.family() == family;
  }

  /** The spec used when the caller says nothing. */
  abstract KeySpec usualSpec();

  /** The spec of a size; null if it is not offered. */
  abstract KeySpec specOfSize(int bits);

  /** The spec of JDK parameters. */
  abstract KeySpec specOf(AlgorithmParameterSpec parameters)
      throws InvalidAlgorithmParameterException;

  /** What is offered, for messages. */
  abstract String offer();

  @Override
  public final void initialize(int bits, SecureRandom random) {
    KeyPairGenerator next = ordinaryOrNull();
    if (next != null) {
      initOrdinary(next, bits, random);
      passOnTo(next);
      return;
    }
    KeySpec spec = specOfSize(bits);
    if (spec == null) {
      throw new InvalidParameterException(
          "A managed " + algorithm + " key pair has " + offer() + ", got " + bits + ".");
    }
    make(ManagedKeyParameterSpec.of(spec));
  }

  private static void initOrdinary(KeyPairGenerator next, int bits, SecureRandom random) {
    if (random == null) {
      next.initialize(bits);
    } else {
      next.initialize(bits, random);
    }
  }

  // What is refused changes nothing: the generator makes what it was told before.

  private void make(ManagedKeyParameterSpec next) {
    wanted = next;
    ordinary = null;
  }

  private void passOnTo(KeyPairGenerator next) {
    wanted = null;
    ordinary = next;
  }

  @Override
  public final void initialize(AlgorithmParameterSpec parameters, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    if (parameters instanceof ManagedKeyParameterSpec ours) {
      requireFamily(ours);
      make(ours);
      return;
    }
    KeyPairGenerator next = ordinaryOrNull();
    if (next == null) {
      make(ManagedKeyParameterSpec.of(specOf(parameters)));
      return;
    }
    if (random == null) {
      next.initialize(parameters);
    } else {
      next.initialize(parameters, random);
    }
    passOnTo(next);
  }

  private void requireFamily(ManagedKeyParameterSpec ours)
      throws InvalidAlgorithmParameterException {
    if (!offers(ours.spec())) {
      throw new InvalidAlgorithmParameterException(
          "A " + algorithm + " key pair cannot have spec " + ours.spec() + ".");
    }
  }

  @Override
  public final KeyPair generateKeyPair() {
    if (wanted == null && ordinary == null) {
      ordinary = ordinaryOrNull();
    }
    if (ordinary != null) {
      return ordinary.generateKeyPair();
    }
    KeyHandle handle =
        maker.make(wanted != null ? wanted : ManagedKeyParameterSpec.of(usualSpec()));
    return new KeyPair(KeyHandles.publicKeyOf(handle), (PrivateKey) handle);
  }

  final InvalidAlgorithmParameterException notOffered(AlgorithmParameterSpec parameters) {
    String got = parameters == null ? "null" : parameters.getClass().getName();
    return new InvalidAlgorithmParameterException(
        "A managed " + algorithm + " key pair has " + offer() + "; got parameters " + got + ".");
  }

  /** The next provider's generator, if this one was found by order and not by name. */
  private KeyPairGenerator ordinaryOrNull() {
    if (!OtherProviders.areBehind(self, "KeyPairGenerator", algorithm)) {
      return null;
    }
    Provider next = OtherProviders.offering("KeyPairGenerator", algorithm, self).get(0);
    try {
      return KeyPairGenerator.getInstance(algorithm, next);
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("Provider " + next.getName() + " lost " + algorithm, e);
    }
  }
}
