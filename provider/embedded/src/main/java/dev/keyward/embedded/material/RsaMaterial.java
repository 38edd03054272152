package dev.keyward.embedded.material;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.KeySpec;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** An RSA key pair. */
public final class RsaMaterial implements KeyMaterial {
  private final PrivateKey privateKey;
  private final RSAPublicKey publicKey;
  private final PrivateKey signingKey;

  private RsaMaterial(PrivateKey privateKey, RSAPublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.signingKey = Primitives.rsaKey(privateKey);
  }

  static NewMaterial generate(KeySpec spec, SecureRandom random) {
    SelfTest.RSA_PKCS1.require();
    try {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
      generator.initialize(
          new RSAKeyGenParameterSpec(spec.size(), RSAKeyGenParameterSpec.F4), random);
      KeyPair pair = generator.generateKeyPair();
      return new NewMaterial(
          SecretBytes.owning(pair.getPrivate().getEncoded()),
          Optional.of(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw Primitives.unexpected("RSA key generation", e);
    }
  }

  static RsaMaterial open(KeySpec spec, byte[] pkcs8) {
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(pkcs8);
    try {
      KeyFactory factory = KeyFactory.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
      if (factory.generatePrivate(encoded) instanceof RSAPrivateCrtKey key
          && key.getModulus().bitLength() == spec.size()) {
        RSAPublicKeySpec half = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
        return new RsaMaterial(key, (RSAPublicKey) factory.generatePublic(half));
      }
      throw new IllegalArgumentException("not a key pair of spec " + spec);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a key pair of spec " + spec, e);
    }
  }

  /**
   * Signs a digest.
   *
   * @param algorithm an RSA algorithm
   * @param digest as long as the algorithm's hash
   * @param random where the salt of PSS comes from
   * @return as long as the modulus
   * @throws java.security.ProviderException if the algorithm failed its self-test
   */
  public byte[] sign(SigningAlgorithm algorithm, byte[] digest, SecureRandom random) {
    RsaSignatures.selfTest(algorithm).require();
    return signUnproven(algorithm, digest, random);
  }

  byte[] signUnproven(SigningAlgorithm algorithm, byte[] digest, SecureRandom random) {
    return RsaSignatures.sign(algorithm, digest, signingKey, publicKey, random);
  }

  /**
   * Verifies the signature of a digest.
   *
   * @param algorithm an RSA algorithm
   * @param digest as long as the algorithm's hash
   * @param signature any bytes
   * @return true if it is the signature
   * @throws java.security.ProviderException if the algorithm failed its self-test
   */
  public boolean verify(SigningAlgorithm algorithm, byte[] digest, byte[] signature) {
    RsaSignatures.selfTest(algorithm).require();
    return verifyUnproven(algorithm, digest, signature);
  }

  boolean verifyUnproven(SigningAlgorithm algorithm, byte[] digest, byte[] signature) {
    return RsaSignatures.verify(algorithm, digest, signature, publicKey);
  }

  /**
   * Encrypts with RSAES-OAEP.
   *
   * @param algorithm which hash
   * @param plaintext at most {@link EncryptionAlgorithm#maxPlaintextBytes} bytes
   * @param random where the padding comes from
   * @return as long as the modulus
   * @throws java.security.ProviderException if the algorithm failed its self-test
   */
  public byte[] encrypt(EncryptionAlgorithm algorithm, byte[] plaintext, SecureRandom random) {
    SelfTest.RSA_OAEP.require();
    return encryptUnproven(algorithm, plaintext, random);
  }

  byte[] encryptUnproven(EncryptionAlgorithm algorithm, byte[] plaintext, SecureRandom random) {
    try {
      Cipher cipher = oaep();
      cipher.init(Cipher.ENCRYPT_MODE, publicKey, parameters(algorithm), random);
      return cipher.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw Primitives.unexpected("RSA encryption", e);
    }
  }

  /**
   * Decrypts with RSAES-OAEP.
   *
   * @param algorithm which hash
   * @param ciphertext any bytes
   * @return the plaintext; the caller zeroes it
   * @throws MaterialException if it is not a ciphertext for this key; all reasons look the same
   * @throws java.security.ProviderException if the algorithm failed its self-test
   */
  public byte[] decrypt(EncryptionAlgorithm algorithm, byte[] ciphertext) throws MaterialException {
    SelfTest.RSA_OAEP.require();
    return decryptUnproven(algorithm, ciphertext);
  }

  byte[] decryptUnproven(EncryptionAlgorithm algorithm, byte[] ciphertext)
      throws MaterialException {
    if (ciphertext.length != publicKey.getModulus().bitLength() / 8) {
      throw new MaterialException("ciphertext not authentic");
    }
    try {
      Cipher cipher = oaep();
      cipher.init(Cipher.DECRYPT_MODE, privateKey, parameters(algorithm));
      return cipher.doFinal(ciphertext);
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      throw new MaterialException("ciphertext not authentic");
    } catch (GeneralSecurityException e) {
      throw Primitives.unexpected("RSA decryption", e);
    }
  }

  private static Cipher oaep() throws GeneralSecurityException {
    return Cipher.getInstance("RSA/ECB/OAEPPadding", JdkProvider.SUN_JCE.instance());
  }

  /** KMS uses the same hash for OAEP and for MGF1; the JDK's default would be SHA-1 for MGF1. */
  private static OAEPParameterSpec parameters(EncryptionAlgorithm algorithm) {
    return switch (algorithm) {
      case RSAES_OAEP_SHA_1 ->
          new OAEPParameterSpec(
              "SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);
      case RSAES_OAEP_SHA_256 ->
          new OAEPParameterSpec(
              "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
      case SYMMETRIC_DEFAULT, SM2PKE ->
          throw new IllegalArgumentException("not an RSA algorithm: " + algorithm);
    };
  }

  @Override
  public void close() {
    // BigIntegers cannot be zeroed; dropping the last reference is all there is.
  }
}
