package dev.keyward.embedded.material;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.kms.ImportWrapping;
import dev.keyward.kms.WrappingAlgorithm;
import dev.keyward.kms.WrappingKeySpec;
import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.SecretKeySpec;

/**
 * The RSA key pair under which key material comes in; the opposite of {@link ImportWrapping}.
 *
 * <p>Whatever is wrong with wrapped material gives the same answer after the same work, so that
 * nobody learns from trying which part it was.
 */
public final class WrappingKey {
  private static final int AES_KEY_BYTES = 32;
  private static final int KWP_BLOCK_BYTES = 8;
  private static final int LEAST_KWP_BYTES = 16;
  private static final int MOST_BYTES = ImportedMaterial.MAX_BYTES + 1024;

  private final RSAPrivateCrtKey privateKey;

  private WrappingKey(RSAPrivateCrtKey privateKey) {
    this.privateKey = privateKey;
  }

  /**
   * Makes a wrapping key.
   *
   * @param spec RSA with 2,048, 3,072 or 4,096 bits
   * @param random where it comes from
   * @return both halves: the private one is DER PKCS #8, for {@link #open}; the caller closes it
   * @throws IllegalArgumentException for a spec that is not offered
   */
  public static NewMaterial generate(WrappingKeySpec spec, SecureRandom random) {
    KeySpec rsa =
        switch (spec) {
          case RSA_2048 -> KeySpec.RSA_2048;
          case RSA_3072 -> KeySpec.RSA_3072;
          case RSA_4096 -> KeySpec.RSA_4096;
          case SM2 ->
              throw new IllegalArgumentException("WrappingKeySpec " + spec + " is not offered.");
        };
    return RsaMaterial.generate(rsa, random);
  }

  /**
   * Opens a wrapping key.
   *
   * @param pkcs8 as {@link #generate} made it; not kept
   * @return the key
   * @throws IllegalArgumentException if it is not such a key
   */
  public static WrappingKey open(byte[] pkcs8) {
    try {
      KeyFactory factory = KeyFactory.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
      if (factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)) instanceof RSAPrivateCrtKey key) {
        return new WrappingKey(key);
      }
    } catch (GeneralSecurityException e) {
      // The same answer as for a key without primes; the parser's text may quote the input.
    }
    throw new IllegalArgumentException("not a wrapping key");
  }

  /**
   * Decrypts wrapped key material.
   *
   * @param algorithm the one the token names
   * @param wrapped EncryptedKeyMaterial, any bytes
   * @param random for what stands in for an unreadable AES key
   * @return the material; the caller closes it
   * @throws MaterialException if it cannot be decrypted; all reasons look the same
   * @throws IllegalArgumentException if the algorithm is not offered
   * @throws java.security.ProviderException if an algorithm failed its self-test
   */
  public SecretBytes unwrap(WrappingAlgorithm algorithm, byte[] wrapped, SecureRandom random)
      throws MaterialException {
    SelfTest.RSA_OAEP.require();
    int modulusBytes = privateKey.getModulus().bitLength() / 8;
    if (!ImportWrapping.isTwoStep(algorithm)) {
      ImportWrapping.oaep(algorithm);
      if (wrapped.length != modulusBytes) {
        throw rejected();
      }
      return SecretBytes.owning(decrypt(algorithm, wrapped));
    }
    SelfTest.AES_KWP.require();
    int rest = wrapped.length - modulusBytes;
    if (rest < LEAST_KWP_BYTES || rest % KWP_BLOCK_BYTES != 0 || wrapped.length > MOST_BYTES) {
      throw rejected();
    }
    byte[] aes = aesKey(algorithm, Arrays.copyOf(wrapped, modulusBytes), random);
    try {
      return SecretBytes.owning(unwrap(aes, wrapped, modulusBytes));
    } finally {
      Arrays.fill(aes, (byte) 0);
    }
  }

  /** A random key stands in for one that cannot be decrypted: the next step fails with it. */
  private byte[] aesKey(WrappingAlgorithm algorithm, byte[] encrypted, SecureRandom random) {
    byte[] standIn = new byte[AES_KEY_BYTES];
    random.nextBytes(standIn);
    try {
      byte[] key = decrypt(algorithm, encrypted);
      if (key.length == AES_KEY_BYTES) {
        return key;
      }
      Arrays.fill(key, (byte) 0);
      return standIn;
    } catch (MaterialException e) {
      return standIn;
    }
  }

  private byte[] decrypt(WrappingAlgorithm algorithm, byte[] encrypted) throws MaterialException {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", JdkProvider.SUN_JCE.instance());
      cipher.init(Cipher.DECRYPT_MODE, privateKey, ImportWrapping.oaep(algorithm));
      return cipher.doFinal(encrypted);
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      throw rejected();
    } catch (GeneralSecurityException e) {
      throw Primitives.unexpected("RSA decryption", e);
    }
  }

  private static byte[] unwrap(byte[] aes, byte[] wrapped, int from) throws MaterialException {
    try {
      Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding", Primitives.aesKwp());
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(aes, "AES"));
      return cipher.doFinal(wrapped, from, wrapped.length - from);
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      throw rejected();
    } catch (GeneralSecurityException e) {
      throw Primitives.unexpected("AES key wrap", e);
    }
  }

  private static MaterialException rejected() {
    return new MaterialException("the wrapped key material cannot be decrypted");
  }
}
