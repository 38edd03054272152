package dev.keyward.jca.cipher;

import dev.keyward.backend.Encrypts;
import dev.keyward.envelope.Rejection;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.SecretKeyHandle;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeySpec;
import dev.keyward.params.EnvelopeParameterSpec;
import dev.keyward.secret.SecretBytes;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;

/**
 * Encrypts and decrypts with the KMS key itself: one call of the key service for each message of 1
 * to 4,096 bytes. The output is the key service's own ciphertext.
 *
 * <p>There is no IV, and associated data is not taken: what a message is bound to is its encryption
 * context, passed in an {@link EnvelopeParameterSpec}.
 */
public final class DirectCipher extends OneShotCipher {
  private static final EncryptionAlgorithm ALGORITHM = EncryptionAlgorithm.SYMMETRIC_DEFAULT;
  private static final int MAX_PLAINTEXT_BYTES =
      ALGORITHM.maxPlaintextBytes(KeySpec.SYMMETRIC_DEFAULT);
  private static final int MAX_CIPHERTEXT_BYTES = 6144;
  private static final int KEY_BITS = 256;

  /** What the cipher may be used for. */
  public enum Use {
    /** Everything. */
    MESSAGES,
    /** Wrapping and unwrapping of keys, as the JDK's names for key wrapping promise. */
    KEYS
  }

  private final String name;
  private final Use use;
  private final HandleCheck ownHandles;
  private SecretKeyHandle handle;
  private EncryptionContext context = EncryptionContext.empty();

  /**
   * Makes a cipher that is not initialised. Cheap and without side effects.
   *
   * @param name the name of the service, for messages
   * @param use what it may be used for
   * @param ownHandles refuses handles of other providers
   */
  public DirectCipher(String name, Use use, HandleCheck ownHandles) {
    this.name = Objects.requireNonNull(name, "name");
    this.use = Objects.requireNonNull(use, "use");
    this.ownHandles = Objects.requireNonNull(ownHandles, "ownHandles");
  }

  @Override
  void accept(int mode, Key key, AlgorithmParameterSpec spec)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (use == Use.KEYS && mode != Cipher.WRAP_MODE && mode != Cipher.UNWRAP_MODE) {
      throw new UnsupportedOperationException(
          name + " wraps and unwraps keys; use AES/GCM/NoPadding or KmsDirect for data.");
    }
    handle = EncryptionKeys.symmetric(key, ownHandles);
    context = context(spec);
  }

  private EncryptionContext context(AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    if (spec == null) {
      return EncryptionContext.empty();
    }
    if (spec instanceof EnvelopeParameterSpec envelope && envelope.iv().isEmpty()) {
      return envelope.context();
    }
    throw new InvalidAlgorithmParameterException(
        name
            + " takes no parameters but an EnvelopeParameterSpec without IV, got "
            + spec.getClass().getName()
            + ".");
  }

  @Override
  AlgorithmParameterSpec decode(AlgorithmParameters parameters)
      throws InvalidAlgorithmParameterException {
    throw new InvalidAlgorithmParameterException(
        name + " has no parameters to encode, got " + parameters.getAlgorithm() + ".");
  }

  @Override
  protected int engineGetKeySize(Key key) throws InvalidKeyException {
    EncryptionKeys.symmetric(key, ownHandles);
    return KEY_BITS;
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    return null;
  }

  @Override
  int maxInputBytes() {
    return isEncrypting() ? MAX_PLAINTEXT_BYTES : MAX_CIPHERTEXT_BYTES;
  }

  @Override
  int maxOutputBytes(int inputBytes) {
    return isEncrypting() ? MAX_CIPHERTEXT_BYTES : Math.min(inputBytes, MAX_PLAINTEXT_BYTES);
  }

  @Override
  void refuseLongInput() throws AEADBadTagException, IllegalBlockSizeException {
    if (!isEncrypting()) {
      throw Rejection.of();
    }
    throw new IllegalBlockSizeException(
        name
            + " encrypts 1 to "
            + MAX_PLAINTEXT_BYTES
            + " bytes. Use AES/GCM/NoPadding for longer messages.");
  }

  @Override
  byte[] encrypt(byte[] plaintext) throws IllegalBlockSizeException {
    if (plaintext.length == 0) {
      throw new IllegalBlockSizeException(
          name + " encrypts 1 to " + MAX_PLAINTEXT_BYTES + " bytes, got none.");
    }
    try {
      return service().encrypt(handle.reference(), ALGORITHM, plaintext, context);
    } catch (KmsException e) {
      throw CipherFailures.sealing(e);
    }
  }

  @Override
  byte[] decrypt(byte[] ciphertext) throws AEADBadTagException {
    if (ciphertext.length == 0) {
      throw Rejection.of();
    }
    try (SecretBytes plaintext =
        service().decrypt(EncryptionKeys.expected(handle), ALGORITHM, ciphertext, context)) {
      return plaintext.read(byte[]::clone);
    } catch (KmsException e) {
      throw CipherFailures.opening(e);
    }
  }

  private Encrypts service() {
    return handle.backend().require(Encrypts.class);
  }
}
