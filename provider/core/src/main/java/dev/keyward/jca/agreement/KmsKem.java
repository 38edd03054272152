package dev.keyward.jca.agreement;

import dev.keyward.backend.Encapsulates;
import dev.keyward.backend.Encapsulates.Encapsulation;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.LatticePrivateKeyHandle;
import dev.keyward.handle.ServedPublicKey;
import dev.keyward.jca.failures.JcaFailures;
import dev.keyward.jca.failures.Refusals;
import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code KEM} for {@code ML-KEM}: decapsulates with a handle in the key service. Encapsulating to a
 * managed key pair is done by the key service too, where no provider ahead of us knows ML-KEM.
 *
 * <p>{@code javax.crypto.KEM} is in 21 and later and in late updates of 17. Nothing here names it:
 * {@link KemSpi} puts its interfaces around this class where they exist.
 */
public final class KmsKem {
  static final int SECRET_BYTES = 32;

  private final KeySpec only;
  private final Predicate<KeyHandle> ours;

  private KmsKem(KeySpec only, Predicate<KeyHandle> ours) {
    this.only = only;
    this.ours = Objects.requireNonNull(ours, "ours");
  }

  /**
   * Tells whether this JDK has {@code javax.crypto.KEM}.
   *
   * @return false before 17.0.13 or so, and on 18 to 20
   */
  public static boolean isAvailable() {
    return KemSpi.isAvailable();
  }

  /**
   * Makes an engine. To be called only where {@link #isAvailable()}.
   *
   * @param only the parameter set of the service's name; null for all three
   * @param ours tells handles of this provider's key service from others; must be cheap
   * @return an object that implements {@code javax.crypto.KEMSpi}
   */
  public static Object spi(KeySpec only, Predicate<KeyHandle> ours) {
    return KemSpi.around(new KmsKem(only, ours));
  }

  Encapsulator encapsulator(PublicKey key, AlgorithmParameterSpec parameters)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    requireNone(parameters);
    if (!(key instanceof ServedPublicKey served) || !fits(served.spec())) {
      throw new InvalidKeyException(
          "The public key is not " + name() + " of a managed key pair; the JDK's ML-KEM takes it.");
    }
    return new Encapsulator(served);
  }

  Decapsulator decapsulator(PrivateKey key, AlgorithmParameterSpec parameters)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    requireNone(parameters);
    if (!(key instanceof KeyHandle handle)) {
      throw Refusals.notManaged(key);
    }
    if (!(handle instanceof LatticePrivateKeyHandle lattice) || !fits(handle.spec())) {
      throw Refusals.wrongKey(
          handle, "decapsulate", "an ENCAPSULATE_DECAPSULATE key of spec " + name());
    }
    if (!ours.test(handle)) {
      throw Refusals.ofAnotherProvider(handle);
    }
    return new Decapsulator(lattice);
  }

  private boolean fits(KeySpec spec) {
    return only == null ? spec.family() == KeySpec.Family.ML_KEM : spec == only;
  }

  private String name() {
    return only == null ? "ML-KEM" : only.name().replace('_', '-');
  }

  private static void requireNone(AlgorithmParameterSpec parameters)
      throws InvalidAlgorithmParameterException {
    if (parameters != null) {
      throw new InvalidAlgorithmParameterException("ML-KEM takes no parameters.");
    }
  }

  /** The length of an encapsulation (FIPS 203, table 3). */
  static int encapsulationBytes(KeySpec spec) {
    return switch (spec) {
      case ML_KEM_512 -> 768;
      case ML_KEM_768 -> 1088;
      case ML_KEM_1024 -> 1568;
      default -> throw new IllegalArgumentException("not ML-KEM: " + spec);
    };
  }

  private static SecretKey part(SecretBytes secret, int from, int to, String algorithm) {
    return secret.read(
        bytes -> {
          byte[] part = Arrays.copyOfRange(bytes, from, to);
          try {
            return new SecretKeySpec(part, algorithm);
          } finally {
            Arrays.fill(part, (byte) 0);
          }
        });
  }

  static void requireRange(int from, int to, String algorithm) {
    Objects.requireNonNull(algorithm, "algorithm");
    Objects.checkFromToIndex(from, to, SECRET_BYTES);
  }

  /** A part of a shared secret and the encapsulation of the whole. */
  record Made(SecretKey key, byte[] encapsulation) {}

  /** Encapsulates to one public key. Thread-safe. */
  record Encapsulator(ServedPublicKey key) {
    Made encapsulate(int from, int to, String algorithm) {
      requireRange(from, to, algorithm);
      try (Encapsulation made = key.backend().require(Encapsulates.class).encapsulate(key.arn())) {
        return new Made(part(made.sharedSecret(), from, to, algorithm), made.encapsulation());
      } catch (KmsException e) {
        throw JcaFailures.inUncheckedMethod(e);
      }
    }
  }

  /** Decapsulates with one handle. Thread-safe. */
  record Decapsulator(LatticePrivateKeyHandle key) {
    SecretKey decapsulate(byte[] encapsulation, int from, int to, String algorithm) {
      requireRange(from, to, algorithm);
      try (SecretBytes secret =
          key.backend().require(Encapsulates.class).decapsulate(key.reference(), encapsulation)) {
        return part(secret, from, to, algorithm);
      } catch (KmsException e) {
        throw JcaFailures.inUncheckedMethod(e);
      }
    }
  }
}
