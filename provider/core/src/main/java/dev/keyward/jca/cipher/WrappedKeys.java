package dev.keyward.jca.cipher;

import dev.keyward.handle.KeyHandle;
import dev.keyward.jdk.JdkProvider;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Turns software keys into bytes to wrap, and unwrapped bytes into keys of the JDK. */
final class WrappedKeys {
  private WrappedKeys() {}

  static byte[] encode(Key key) throws InvalidKeyException {
    if (key instanceof KeyHandle handle) {
      throw new InvalidKeyException(
          "Cannot wrap " + handle.reference() + ": a managed key stays in its key service.");
    }
    byte[] encoded = key == null ? null : key.getEncoded();
    if (encoded == null || encoded.length == 0) {
      throw new InvalidKeyException("Cannot wrap a key that has no encoding.");
    }
    return encoded;
  }

  static Key decode(byte[] encoded, String algorithm, int type)
      throws InvalidKeyException, NoSuchAlgorithmException {
    try {
      return switch (type) {
        case Cipher.SECRET_KEY -> new SecretKeySpec(encoded, algorithm);
        case Cipher.PRIVATE_KEY ->
            factory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        case Cipher.PUBLIC_KEY ->
            factory(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
        default -> throw new InvalidKeyException("Not a type of wrapped key: " + type);
      };
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      // The cause could quote the key.
      throw new InvalidKeyException("The unwrapped bytes are not a key of " + algorithm + ".");
    }
  }

  private static KeyFactory factory(String algorithm) throws NoSuchAlgorithmException {
    JdkProvider provider =
        switch (algorithm) {
          case "RSA", "RSASSA-PSS" -> JdkProvider.SUN_RSA_SIGN;
          case "EC", "EdDSA", "Ed25519", "Ed448", "XDH", "X25519", "X448" -> JdkProvider.SUN_EC;
          case "DSA" -> JdkProvider.SUN;
          case "DH", "DiffieHellman" -> JdkProvider.SUN_JCE;
          default -> throw new NoSuchAlgorithmException("No key factory for " + algorithm);
        };
    return KeyFactory.getInstance(algorithm, provider.instance());
  }
}
