package dev.keyward.kms;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * The importer's side of ImportKeyMaterial: encrypts key material under the wrapping key that
 * GetParametersForImport answered. Needs nothing but the JDK.
 */
public final class ImportWrapping {
  private static final int LEAST_MODULUS_BITS = 2048;
  private static final int MOST_MODULUS_BITS = 4096;
  private static final int AES_KEY_BYTES = 32;

  private ImportWrapping() {}

  /**
   * Encrypts key material.
   *
   * @param algorithm the one that was asked for with the wrapping key
   * @param wrappingKey DER SubjectPublicKeyInfo of an RSA key of 2,048 to 4,096 bits
   * @param material raw bytes of a symmetric or HMAC key, DER PKCS #8 of a key pair; still the
   *     caller's
   * @param random where padding and AES key come from
   * @return what ImportKeyMaterial takes as EncryptedKeyMaterial
   * @throws IllegalArgumentException if the algorithm is not offered, the wrapping key is no such
   *     key, or the material is too long for the algorithm
   */
  public static byte[] wrap(
      WrappingAlgorithm algorithm, byte[] wrappingKey, SecretBytes material, SecureRandom random) {
    OAEPParameterSpec oaep = oaep(algorithm);
    RSAPublicKey key = publicKey(wrappingKey);
    boolean isDirect = !isTwoStep(algorithm);
    if (isDirect) {
      int most = longestDirect(algorithm, key.getModulus().bitLength());
      if (material.length() > most) {
        throw new IllegalArgumentException(
            "Key material of "
                + material.length()
                + " bytes is longer than the "
                + most
                + " bytes that "
                + algorithm
                + " takes with this wrapping key. Use RSA_AES_KEY_WRAP_SHA_256.");
      }
    }
    return material.read(
        bytes ->
            isDirect
                ? encrypt(oaep, key, bytes, random)
                : wrapInTwoSteps(oaep, key, bytes, random));
  }

  /**
   * Tells whether an AES key stands between the wrapping key and the material, which then may have
   * any length.
   *
   * @param algorithm a wrapping algorithm
   * @return true for RSA_AES_KEY_WRAP
   */
  public static boolean isTwoStep(WrappingAlgorithm algorithm) {
    return switch (algorithm) {
      case RSA_AES_KEY_WRAP_SHA_1, RSA_AES_KEY_WRAP_SHA_256 -> true;
      case RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256, RSAES_PKCS1_V1_5, SM2PKE -> false;
    };
  }

  /**
   * The longest material that fits into the wrapping key itself (RFC 8017, section 7.1.1).
   *
   * @param algorithm a direct algorithm
   * @param modulusBits the length of the wrapping key
   * @return in bytes
   */
  public static int longestDirect(WrappingAlgorithm algorithm, int modulusBits) {
    int hashBytes = algorithm == WrappingAlgorithm.RSAES_OAEP_SHA_1 ? 20 : 32;
    return modulusBits / 8 - 2 * hashBytes - 2;
  }

  /**
   * The OAEP parameters of an algorithm: KMS uses the same hash for MGF1, the JDK's default would
   * be SHA-1.
   *
   * @param algorithm a wrapping algorithm that uses OAEP
   * @return its parameters
   * @throws IllegalArgumentException for the other algorithms, which are not offered
   */
  public static OAEPParameterSpec oaep(WrappingAlgorithm algorithm) {
    return switch (algorithm) {
      case RSAES_OAEP_SHA_1, RSA_AES_KEY_WRAP_SHA_1 ->
          new OAEPParameterSpec(
              "SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);
      case RSAES_OAEP_SHA_256, RSA_AES_KEY_WRAP_SHA_256 ->
          new OAEPParameterSpec(
              "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
      case RSAES_PKCS1_V1_5, SM2PKE ->
          throw new IllegalArgumentException("WrappingAlgorithm " + algorithm + " is not offered.");
    };
  }

  private static RSAPublicKey publicKey(byte[] encoded) {
    try {
      KeyFactory factory = KeyFactory.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
      if (factory.generatePublic(new X509EncodedKeySpec(encoded)) instanceof RSAPublicKey key
          && key.getModulus().bitLength() >= LEAST_MODULUS_BITS
          && key.getModulus().bitLength() <= MOST_MODULUS_BITS) {
        return key;
      }
    } catch (GeneralSecurityException e) {
      // The same answer as for a key of another length.
    }
    throw new IllegalArgumentException("The wrapping key is not an RSA key of 2048 to 4096 bits.");
  }

  private static byte[] wrapInTwoSteps(
      OAEPParameterSpec oaep, RSAPublicKey wrappingKey, byte[] material, SecureRandom random) {
    byte[] aes = new byte[AES_KEY_BYTES];
    random.nextBytes(aes);
    try {
      byte[] first = encrypt(oaep, wrappingKey, aes, random);
      Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding", JdkProvider.SUN_JCE.instance());
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(aes, "AES"));
      byte[] second = cipher.doFinal(material);
      byte[] wrapped = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, wrapped, first.length, second.length);
      return wrapped;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("AES key wrap failed inside the JDK", e);
    } finally {
      Arrays.fill(aes, (byte) 0);
    }
  }

  private static byte[] encrypt(
      OAEPParameterSpec oaep, RSAPublicKey key, byte[] plaintext, SecureRandom random) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", JdkProvider.SUN_JCE.instance());
      cipher.init(Cipher.ENCRYPT_MODE, key, oaep, random);
      return cipher.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new ProviderException("RSA encryption failed inside the JDK", e);
    }
  }
}
