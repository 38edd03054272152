package dev.keyward.keystore;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;

/**
 * Tells whether a certificate belongs to a private key, by a signature of the one that the other
 * must verify: the JDK does not derive a public key. Done before a key is imported, because one
 * that was created for nothing stays for days.
 */
final class PairCheck {
  private static final byte[] PROBE = "does the key fit?".getBytes(StandardCharsets.US_ASCII);

  private PairCheck() {}

  /**
   * Tells whether the two can be found to be no pair. What no JDK signs with is compared after the
   * import, by its public key.
   */
  static boolean canTell(KeySpec spec) {
    return switch (spec.family()) {
      case RSA, EDWARDS -> true;
      case EC -> spec != KeySpec.ECC_SECG_P256K1;
      case SYMMETRIC, HMAC, ML_DSA, ML_KEM, SM2 -> false;
    };
  }

  static boolean isPair(PrivateKey privateKey, PublicKey publicKey, KeySpec spec) {
    try {
      return switch (spec.family()) {
        case RSA ->
            agree(
                privateKey,
                withoutScheme(publicKey),
                "SHA256withRSA",
                JdkProvider.SUN_RSA_SIGN.instance());
        case EC -> agree(privateKey, publicKey, "SHA256withECDSA", JdkProvider.SUN_EC.instance());
        case EDWARDS -> agree(privateKey, publicKey, "Ed25519", JdkProvider.SUN_EC.instance());
        case SYMMETRIC, HMAC, ML_DSA, ML_KEM, SM2 -> false;
      };
    } catch (GeneralSecurityException e) {
      // A key of another algorithm, another curve, or one that cannot be worked with at all.
      return false;
    }
  }

  /** A certificate may call its RSA key one for RSASSA-PSS, which SHA256withRSA refuses. */
  private static PublicKey withoutScheme(PublicKey key) throws GeneralSecurityException {
    return key instanceof RSAPublicKey rsa
        ? KeyFactory.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance())
            .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()))
        : key;
  }

  private static boolean agree(
      PrivateKey privateKey, PublicKey publicKey, String algorithm, Provider provider)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm, provider);
    signature.initSign(privateKey);
    signature.update(PROBE);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(PROBE);
    return signature.verify(signed);
  }
}
