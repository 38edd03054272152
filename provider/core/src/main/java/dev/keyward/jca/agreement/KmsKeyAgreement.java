package dev.keyward.jca.agreement;

import dev.keyward.backend.Agrees;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.EcPrivateKeyHandle;
import dev.keyward.handle.KeyHandle;
import dev.keyward.jca.failures.JcaFailures;
import dev.keyward.jca.failures.Refusals;
import dev.keyward.jdk.OtherProviders;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.function.Predicate;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code ECDH} on the handle of an EC key pair of usage {@code KEY_AGREEMENT}. The other side's
 * public key is checked here; the secret is derived by the key service in {@code generateSecret}.
 */
public final class KmsKeyAgreement extends KeyAgreementSpi {
  private static final String ALGORITHM = "ECDH";

  private final Predicate<KeyHandle> ours;
  private final Provider self;
  private EcPrivateKeyHandle handle;
  private byte[] peer;
  private KeyAgreement delegate;

  /**
   * Makes an engine.
   *
   * @param ours tells handles of this provider's key service from others; must be cheap
   * @param self the provider the engine belongs to
   */
  public KmsKeyAgreement(Predicate<KeyHandle> ours, Provider self) {
    this.ours = ours;
    this.self = self;
  }

  @Override
  protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
    try {
      engineInit(key, null, random);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    }
  }

  @Override
  protected void engineInit(Key key, AlgorithmParameterSpec parameters, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    handle = null;
    peer = null;
    delegate = null;
    if (key == null) {
      throw Refusals.notManaged(null);
    }
    if (!(key instanceof KeyHandle managed)) {
      delegate = ordinary(key, parameters, random);
      return;
    }
    if (parameters != null) {
      throw new InvalidAlgorithmParameterException(ALGORITHM + " takes no parameters.");
    }
    if (!(managed instanceof EcPrivateKeyHandle ec) || ec.usage() != KeyUsage.KEY_AGREEMENT) {
      throw Refusals.wrongKey(
          managed, "agree on a secret", "a KEY_AGREEMENT key of an ECC_NIST spec");
    }
    if (!ours.test(managed)) {
      throw Refusals.ofAnotherProvider(managed);
    }
    handle = ec;
  }

  private KeyAgreement ordinary(Key key, AlgorithmParameterSpec parameters, SecureRandom random)
      throws InvalidKeyException {
    Exception first = null;
    for (Provider provider : OtherProviders.offering("KeyAgreement", ALGORITHM, self)) {
      try {
        KeyAgreement agreement = KeyAgreement.getInstance(ALGORITHM, provider);
        if (random == null) {
          agreement.init(key, parameters);
        } else {
          agreement.init(key, parameters, random);
        }
        return agreement;
      } catch (GeneralSecurityException | RuntimeException e) {
        // Providers answer a key they cannot use with all kinds of exceptions.
        first = first == null ? e : first;
      }
    }
    throw new InvalidKeyException(
        "No provider agrees on secrets with a " + key.getClass().getName(), first);
  }

  @Override
  protected Key engineDoPhase(Key key, boolean lastPhase) throws InvalidKeyException {
    if (delegate != null) {
      return delegate.doPhase(key, lastPhase);
    }
    if (handle == null) {
      throw new IllegalStateException("Key agreement not initialized");
    }
    if (peer != null) {
      throw new IllegalStateException("Phase already executed");
    }
    if (!lastPhase) {
      throw new IllegalStateException("ECDH has two parties: the only phase is the last one.");
    }
    peer = PeerKeys.encoded(key, handle.getParams());
    return null;
  }

  @Override
  protected byte[] engineGenerateSecret() {
    if (delegate != null) {
      return delegate.generateSecret();
    }
    if (peer == null) {
      throw new IllegalStateException("Key agreement has not been completed yet");
    }
    try (SecretBytes secret =
        handle.backend().require(Agrees.class).deriveSharedSecret(handle.reference(), peer)) {
      requirePlausible(secret);
      byte[] copy = secret.read(byte[]::clone);
      peer = null;
      return copy;
    } catch (KmsException e) {
      throw JcaFailures.inUncheckedMethod(e);
    }
  }

  private void requirePlausible(SecretBytes secret) {
    if (secret.length() != secretBytes()) {
      throw new InvalidAnswerException(
          "Agreeing on a secret with key "
              + handle.arn()
              + " gave "
              + secret.length()
              + " bytes, where its curve has "
              + secretBytes()
              + ". The answer was not used.");
    }
  }

  @Override
  protected int engineGenerateSecret(byte[] target, int offset) throws ShortBufferException {
    if (delegate != null) {
      return delegate.generateSecret(target, offset);
    }
    if (peer != null) {
      // Before the key service is asked: a call costs, and is recorded.
      requireRoom(target, offset);
    }
    byte[] secret = engineGenerateSecret();
    try {
      System.arraycopy(secret, 0, target, offset, secret.length);
      return secret.length;
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private void requireRoom(byte[] target, int offset) throws ShortBufferException {
    if (target == null || offset < 0) {
      throw new IllegalArgumentException("There is no room for the secret at " + offset + ".");
    }
    if (target.length - offset < secretBytes()) {
      throw new ShortBufferException("The secret needs " + secretBytes() + " bytes.");
    }
  }

  private int secretBytes() {
    return (handle.spec().size() + 7) / 8;
  }

  @Override
  protected SecretKey engineGenerateSecret(String algorithm)
      throws NoSuchAlgorithmException, InvalidKeyException {
    if (algorithm == null) {
      throw new NoSuchAlgorithmException("Algorithm must not be null");
    }
    if (delegate != null) {
      return delegate.generateSecret(algorithm);
    }
    boolean raw = algorithm.equals("TlsPremasterSecret") || algorithm.equals("Generic");
    if (!raw) {
      // A coordinate is no uniformly random key: a key derivation belongs in between.
      throw new NoSuchAlgorithmException(
          "ECDH gives a TlsPremasterSecret or a Generic secret, not a key for "
              + algorithm
              + ". Derive that with a key derivation function.");
    }
    byte[] secret = engineGenerateSecret();
    try {
      return new SecretKeySpec(secret, algorithm);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
