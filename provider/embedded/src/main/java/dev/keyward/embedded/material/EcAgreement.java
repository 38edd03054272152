package dev.keyward.embedded.material;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Map;
import javax.crypto.KeyAgreement;

/**
 * Elliptic-curve Diffie-Hellman with one private key (SP 800-56A, section 5.7.1.2), without a key
 * derivation.
 *
 * <p>Unlike signing it runs on SunEC: there the time does not depend on the private key, while the
 * other side chooses the point. That is worth more here than the speed of Bouncy Castle.
 */
record EcAgreement(PrivateKey key, ECParameterSpec parameters) {
  private static final Map<KeySpec, String> CURVES =
      Map.of(
          KeySpec.ECC_NIST_P256, "secp256r1",
          KeySpec.ECC_NIST_P384, "secp384r1",
          KeySpec.ECC_NIST_P521, "secp521r1");

  /**
   * Prepares a private key.
   *
   * @throws IllegalArgumentException if keys of that spec cannot agree on secrets
   */
  static EcAgreement of(KeySpec spec, BigInteger secret) {
    String curve = CURVES.get(spec);
    if (curve == null) {
      throw new IllegalArgumentException("keys of spec " + spec + " derive no shared secrets");
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC", provider());
      parameters.init(new ECGenParameterSpec(curve));
      ECParameterSpec named = parameters.getParameterSpec(ECParameterSpec.class);
      KeyFactory factory = KeyFactory.getInstance("EC", provider());
      return new EcAgreement(factory.generatePrivate(new ECPrivateKeySpec(secret, named)), named);
    } catch (GeneralSecurityException e) {
      throw Primitives.unexpected("EC key conversion", e);
    }
  }

  /** The x-coordinate of the common point, as long as the field. */
  SecretBytes agree(PeerPublicKey peer) {
    try {
      KeyFactory factory = KeyFactory.getInstance("EC", provider());
      ECPublicKeySpec point = new ECPublicKeySpec(new ECPoint(peer.x(), peer.y()), parameters);
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider());
      agreement.init(key);
      agreement.doPhase(factory.generatePublic(point), true);
      return SecretBytes.owning(agreement.generateSecret());
    } catch (GeneralSecurityException e) {
      throw Primitives.unexpected("ECDH", e);
    }
  }

  private static Provider provider() {
    return JdkProvider.SUN_EC.instance();
  }

  /** The components of a record are printed; a key never is. */
  @Override
  public String toString() {
    return "EcAgreement";
  }
}
