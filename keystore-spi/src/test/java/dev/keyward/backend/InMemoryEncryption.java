package dev.keyward.backend;

import dev.keyward.failure.CiphertextRejectedException;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** OAEP, MACs and ECDH of {@link InMemoryKeyBackend}, made by the JDK. */
final class InMemoryEncryption {
  private InMemoryEncryption() {}

  static byte[] oaepEncrypt(InMemoryKey key, EncryptionAlgorithm algorithm, byte[] plaintext) {
    try {
      Cipher cipher = oaep();
      cipher.init(Cipher.ENCRYPT_MODE, key.pair().getPublic(), parameters(algorithm));
      return cipher.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new InvalidRequestException("The plaintext is too long for " + algorithm + ".");
    }
  }

  static SecretBytes oaepDecrypt(InMemoryKey key, EncryptionAlgorithm algorithm, byte[] sealed) {
    try {
      Cipher cipher = oaep();
      cipher.init(Cipher.DECRYPT_MODE, key.pair().getPrivate(), parameters(algorithm));
      return SecretBytes.owning(cipher.doFinal(sealed));
    } catch (GeneralSecurityException e) {
      throw new CiphertextRejectedException("The ciphertext was rejected.");
    }
  }

  private static Cipher oaep() throws GeneralSecurityException {
    return Cipher.getInstance("RSA/ECB/OAEPPadding", JdkProvider.SUN_JCE.instance());
  }

  private static OAEPParameterSpec parameters(EncryptionAlgorithm algorithm) {
    String hash = algorithm == EncryptionAlgorithm.RSAES_OAEP_SHA_1 ? "SHA-1" : "SHA-256";
    return new OAEPParameterSpec(
        hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT);
  }

  static byte[] mac(InMemoryKey key, byte[] message) {
    try {
      String algorithm = "HmacSHA" + key.metadata().spec().size();
      Mac mac = Mac.getInstance(algorithm, JdkProvider.SUN_JCE.instance());
      mac.init(new SecretKeySpec(key.secret().orElseThrow().getEncoded(), algorithm));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static SecretBytes agree(InMemoryKey key, byte[] peer) {
    Provider provider = JdkProvider.SUN_EC.instance();
    try {
      PublicKey publicKey =
          KeyFactory.getInstance("EC", provider).generatePublic(new X509EncodedKeySpec(peer));
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
      agreement.init(key.pair().getPrivate());
      agreement.doPhase(publicKey, true);
      return SecretBytes.owning(agreement.generateSecret());
    } catch (GeneralSecurityException e) {
      throw new InvalidRequestException("The public key is not one on the curve.");
    }
  }
}
