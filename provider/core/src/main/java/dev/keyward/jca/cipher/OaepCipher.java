package dev.keyward.jca.cipher;

import dev.keyward.backend.Encrypts;
import dev.keyward.failure.CiphertextRejectedException;
import dev.keyward.failure.KeywardException;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.RsaPrivateKeyHandle;
import dev.keyward.jca.failures.Refusals;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.ProviderException;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;

/**
 * RSAES-OAEP: encrypts here with the public key, decrypts in the key service.
 *
 * <p>MGF1 uses the same hash as OAEP, because that is all a KMS can do; {@code getParameters()}
 * says so. All ways in which a ciphertext can be wrong have one exception and one text.
 */
public final class OaepCipher extends OneShotCipher {
  private static final String REJECTED =
      "Ciphertext rejected: it was changed, or encrypted under a different key or with other OAEP"
          + " parameters.";

  private final EncryptionAlgorithm fixed;
  private final HandleCheck ownHandles;
  private EncryptionAlgorithm algorithm;
  private RSAKey key;

  private OaepCipher(EncryptionAlgorithm fixed, HandleCheck ownHandles) {
    this.fixed = fixed;
    this.ownHandles = Objects.requireNonNull(ownHandles, "ownHandles");
  }

  /**
   * A cipher with the hash in its name.
   *
   * @param algorithm the only algorithm
   * @param ownHandles refuses handles of other providers
   * @return a cipher that is not initialised
   */
  public static OaepCipher of(EncryptionAlgorithm algorithm, HandleCheck ownHandles) {
    return new OaepCipher(Objects.requireNonNull(algorithm, "algorithm"), ownHandles);
  }

  /**
   * A cipher that takes the hash from an {@code OAEPParameterSpec}; without one it is SHA-1, as in
   * the JDK.
   *
   * @param ownHandles refuses handles of other providers
   * @return a cipher that is not initialised
   */
  public static OaepCipher withParameters(HandleCheck ownHandles) {
    return new OaepCipher(null, ownHandles);
  }

  @Override
  void accept(int mode, Key given, AlgorithmParameterSpec spec)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    boolean encrypts = mode == Cipher.ENCRYPT_MODE || mode == Cipher.WRAP_MODE;
    RSAKey checked = encrypts && given instanceof RSAPublicKey open ? open : managed(given);
    algorithm = algorithm(spec);
    key = checked;
  }

  private RsaPrivateKeyHandle managed(Key given) throws InvalidKeyException {
    if (!(given instanceof KeyHandle handle)) {
      throw Refusals.notManaged(given);
    }
    if (!(given instanceof RsaPrivateKeyHandle rsa) || handle.usage() != KeyUsage.ENCRYPT_DECRYPT) {
      throw Refusals.wrongKey(
          handle, "encrypt with RSA-OAEP", "an ENCRYPT_DECRYPT key of an RSA spec");
    }
    ownHandles.check(rsa);
    return rsa;
  }

  private EncryptionAlgorithm algorithm(AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    if (spec == null) {
      return fixed == null ? EncryptionAlgorithm.RSAES_OAEP_SHA_1 : fixed;
    }
    EncryptionAlgorithm named = OaepParameters.algorithm(spec);
    if (fixed != null && named != fixed) {
      throw new InvalidAlgorithmParameterException(
          "The parameters name another hash than the transformation, which is " + fixed + ".");
    }
    return named;
  }

  @Override
  AlgorithmParameterSpec decode(AlgorithmParameters parameters)
      throws InvalidAlgorithmParameterException {
    return OaepParameters.decode(parameters);
  }

  @Override
  protected int engineGetKeySize(Key given) throws InvalidKeyException {
    if (given instanceof RSAPublicKey open) {
      return open.getModulus().bitLength();
    }
    return managed(given).getModulus().bitLength();
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    EncryptionAlgorithm now = algorithm == null ? fixed : algorithm;
    return now == null ? null : OaepParameters.encode(now);
  }

  private int modulusBytes() {
    return (key.getModulus().bitLength() + 7) / 8;
  }

  private int maxPlaintextBytes() {
    int hash = algorithm == EncryptionAlgorithm.RSAES_OAEP_SHA_1 ? 20 : 32;
    return Math.max(0, modulusBytes() - 2 * hash - 2);
  }

  @Override
  int maxInputBytes() {
    return isEncrypting() ? maxPlaintextBytes() : modulusBytes();
  }

  @Override
  int maxOutputBytes(int inputBytes) {
    return isEncrypting() ? modulusBytes() : maxPlaintextBytes();
  }

  @Override
  void refuseLongInput() throws BadPaddingException, IllegalBlockSizeException {
    if (!isEncrypting()) {
      throw new BadPaddingException(REJECTED);
    }
    throw new IllegalBlockSizeException(
        "RSA-OAEP with this key and hash encrypts at most " + maxPlaintextBytes() + " bytes.");
  }

  @Override
  byte[] encrypt(byte[] plaintext) throws IllegalBlockSizeException {
    RSAPublicKey open =
        key instanceof RsaPrivateKeyHandle handle ? handle.publicKey() : (RSAPublicKey) key;
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", JdkProvider.SUN_JCE.instance());
      cipher.init(Cipher.ENCRYPT_MODE, open, OaepParameters.of(algorithm), JdkRandom.shared());
      return cipher.doFinal(plaintext);
    } catch (IllegalBlockSizeException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("The JDK cannot encrypt with this public key: " + e, e);
    }
  }

  @Override
  byte[] decrypt(byte[] ciphertext) throws BadPaddingException {
    if (ciphertext.length != modulusBytes()) {
      throw new BadPaddingException(REJECTED);
    }
    RsaPrivateKeyHandle handle = (RsaPrivateKeyHandle) key;
    try (SecretBytes plaintext =
        handle
            .backend()
            .require(Encrypts.class)
            .decrypt(Optional.of(handle.arn()), algorithm, ciphertext, EncryptionContext.empty())) {
      return plaintext.read(byte[]::clone);
    } catch (CiphertextRejectedException e) {
      throw rejected(e);
    } catch (KmsException e) {
      throw new KeywardException(e);
    }
  }

  private static BadPaddingException rejected(KmsException cause) {
    BadPaddingException rejection = new BadPaddingException(REJECTED);
    rejection.initCause(cause);
    return rejection;
  }
}
