package dev.keyward.handle;

import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.PublicKeys;
import dev.keyward.failure.AccessDeniedException;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/** Makes handles. */
public final class KeyHandles {
  private KeyHandles() {}

  /**
   * Makes the handle of a key. Asks the backend for the key's metadata and, for a key pair, its
   * public half.
   *
   * @param backend the key service
   * @param reference the key; a handle of a symmetric key got through an alias keeps the alias
   * @return a handle
   * @throws dev.keyward.failure.KmsException if the backend refuses
   */
  public static KeyHandle of(KeyBackend backend, KeyReference reference) {
    KeyMetadata key = backend.describe(reference);
    if (!key.spec().isKeyPair()) {
      return new SecretKeyHandle(backend, keptReference(reference, key), key);
    }
    byte[] encoded = backend.require(PublicKeys.class).publicKey(key.arn()).encoded();
    return isServed(key.spec())
        ? served(backend, key, encoded)
        : ofPair(backend, key, SubjectPublicKeys.decode(key.spec(), encoded));
  }

  /**
   * Makes the handle of a key that is expected to be a secret one. Callers who may use a key but
   * not describe it, and name it by its ARN, get the handle of a symmetric encryption key: should
   * it be another kind of key, the key service refuses each use of it.
   *
   * @param backend the key service
   * @param reference the key
   * @return a handle; that of a key pair if the backend says that it is one
   * @throws dev.keyward.failure.KmsException if the backend refuses
   */
  public static KeyHandle ofSecret(KeyBackend backend, KeyReference reference) {
    try {
      return of(backend, reference);
    } catch (AccessDeniedException e) {
      return undescribed(backend, reference, e).orElseThrow(() -> e);
    }
  }

  /**
   * The handle of a key that may not be described, taken for a symmetric encryption key.
   *
   * @param backend the key service
   * @param reference the key
   * @param refusal what describing it ended with
   * @return empty unless a policy denied it and the key was named by its ARN: an alias does not
   *     tell which key it is
   */
  public static Optional<KeyHandle> undescribed(
      KeyBackend backend, KeyReference reference, AccessDeniedException refusal) {
    return refusal.isByPolicy() && reference instanceof KeyArn arn
        ? Optional.of(new SecretKeyHandle(backend, arn))
        : Optional.empty();
  }

  /**
   * Makes the handle of a key pair whose public half is known already, for example from a
   * certificate. Asks the backend nothing.
   *
   * @param backend the key service
   * @param key the key pair
   * @param publicKey its public half
   * @return a handle
   * @throws InvalidAnswerException if the public key does not fit the key's spec
   * @throws InvalidRequestException if keys of that spec have no handle
   */
  public static KeyHandle ofPair(KeyBackend backend, KeyMetadata key, PublicKey publicKey) {
    KeySpec spec = key.spec();
    if (isServed(spec)) {
      return served(backend, key, SubjectPublicKeyForm.withoutNull(spec, publicKey.getEncoded()));
    }
    switch (spec.family()) {
      case RSA -> {
        if (publicKey instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() == spec.size()) {
          return new RsaPrivateKeyHandle(backend, key, rsa);
        }
      }
      case EC -> {
        if (publicKey instanceof ECPublicKey ec && NamedCurves.isOn(spec, ec)) {
          return new EcPrivateKeyHandle(backend, key, ec, ec.getParams());
        }
      }
      case EDWARDS -> {
        if (publicKey instanceof EdECPublicKey edwards) {
          return new EdEcPrivateKeyHandle(backend, key, edwards);
        }
      }
      case SYMMETRIC, HMAC, ML_DSA, ML_KEM, SM2 ->
          throw new InvalidRequestException(
              "Keys of spec " + spec + " have no private-key handle.");
    }
    throw new InvalidAnswerException(
        "The public key of " + key.arn() + " does not fit its spec " + spec + ".");
  }

  /**
   * The public half of a key pair behind a handle.
   *
   * @param handle any handle
   * @return an ordinary JDK key
   * @throws InvalidRequestException if the handle is not one of a key pair
   */
  public static PublicKey publicKeyOf(KeyHandle handle) {
    if (handle instanceof RsaPrivateKeyHandle rsa) {
      return rsa.publicKey();
    }
    if (handle instanceof EcPrivateKeyHandle ec) {
      return ec.publicKey();
    }
    if (handle instanceof EdEcPrivateKeyHandle edwards) {
      return edwards.publicKey();
    }
    if (handle instanceof LatticePrivateKeyHandle lattice) {
      return lattice.publicKey();
    }
    throw new InvalidRequestException("Key " + handle.reference() + " has no public half.");
  }

  /**
   * The same handle, with the algorithm and the parameters that a certificate gives its key.
   * Programs compare the two, TLS among them.
   *
   * @param handle any handle
   * @param certified the key of a certificate; null for none
   * @return a handle of the same key; the given one if the key is another or has that name already
   */
  public static KeyHandle certifiedAs(KeyHandle handle, PublicKey certified) {
    boolean renames =
        handle instanceof RsaPrivateKeyHandle
            && certified instanceof RSAPublicKey
            && !certified.getAlgorithm().equals(handle.getAlgorithm())
            && isSameKey(certified, publicKeyOf(handle));
    return renames ? ((RsaPrivateKeyHandle) handle).spelledAs((RSAPublicKey) certified) : handle;
  }

  /**
   * Tells whether two public keys are the same, in whatever form: an RSA key is the same under the
   * object identifier of RSASSA-PSS, which its encoding repeats.
   *
   * @param one a public key; null is no key
   * @param other a public key
   * @return true if who has the private half of one has that of the other
   */
  public static boolean isSameKey(PublicKey one, PublicKey other) {
    if (one instanceof RSAPublicKey first && other instanceof RSAPublicKey second) {
      return first.getModulus().equals(second.getModulus())
          && first.getPublicExponent().equals(second.getPublicExponent());
    }
    if (one == null) {
      return false;
    }
    byte[] encoded =
        other instanceof ServedPublicKey served
            ? SubjectPublicKeyForm.withoutNull(served.spec(), one.getEncoded())
            : one.getEncoded();
    return MessageDigest.isEqual(encoded, other.getEncoded());
  }

  /** Keys of which not every JDK knows the public half. */
  private static boolean isServed(KeySpec spec) {
    return spec == KeySpec.ECC_SECG_P256K1
        || spec.family() == KeySpec.Family.ML_DSA
        || spec.family() == KeySpec.Family.ML_KEM;
  }

  private static KeyHandle served(KeyBackend backend, KeyMetadata key, byte[] encoded) {
    if (key.spec() == KeySpec.ECC_SECG_P256K1) {
      Secp256k1PublicKey publicKey = new Secp256k1PublicKey(backend, key, encoded);
      return new EcPrivateKeyHandle(backend, key, publicKey, publicKey.getParams());
    }
    return new LatticePrivateKeyHandle(backend, key, new LatticePublicKey(backend, key, encoded));
  }

  private static KeyReference keptReference(KeyReference reference, KeyMetadata key) {
    return reference instanceof AliasName || reference instanceof AliasArn ? reference : key.arn();
  }
}
