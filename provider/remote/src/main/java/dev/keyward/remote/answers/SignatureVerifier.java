package dev.keyward.remote.answers;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.kms.Sign;
import dev.keyward.model.KeySpec;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.remote.answers.PublicKeyPins.Pin;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EdDSAParameterSpec;
import java.util.Optional;

/**
 * Verifies with the JDK's own providers, P-256 with a faster one where there is one; over a digest
 * too, where those want the message.
 */
final class SignatureVerifier {
  private SignatureVerifier() {}

  /**
   * Verifies.
   *
   * @return empty if nothing here can: SM2; secp256k1 without Bouncy Castle; ML-DSA without it on a
   *     JDK before 24
   */
  static Optional<Boolean> verify(Pin pin, Sign.Request asked, byte[] signature) {
    SigningAlgorithm algorithm = asked.signingAlgorithm();
    try {
      if (algorithm == SigningAlgorithm.ML_DSA_SHAKE_256) {
        return MlDsa.verify(pin, asked, signature);
      }
      if (pin.spec() == KeySpec.ECC_SECG_P256K1) {
        return Secp256k1.verify(pin.encoded(), digest(asked), signature);
      }
      if (pin.key() == null) {
        return Optional.empty();
      }
      return switch (algorithm) {
        case ECDSA_SHA_256, ECDSA_SHA_384, ECDSA_SHA_512 ->
            Optional.of(ecdsa(pin, digest(asked), signature));
        case RSASSA_PKCS1_V1_5_SHA_256, RSASSA_PKCS1_V1_5_SHA_384, RSASSA_PKCS1_V1_5_SHA_512 ->
            Optional.of(RsaEncodings.isPkcs1((RSAPublicKey) pin.key(), digest(asked), signature));
        case RSASSA_PSS_SHA_256, RSASSA_PSS_SHA_384, RSASSA_PSS_SHA_512 ->
            Optional.of(
                RsaEncodings.isPss(
                    (RSAPublicKey) pin.key(), digest(asked), signature, sha(algorithm)));
        case ED25519_SHA_512 ->
            Optional.of(ed25519(pin, new EdDSAParameterSpec(false), asked.message(), signature));
        // The service takes the digest for the message, and hashes it once more.
        case ED25519_PH_SHA_512 ->
            Optional.of(ed25519(pin, new EdDSAParameterSpec(true), asked.message(), signature));
        case ML_DSA_SHAKE_256, SM2DSA -> Optional.empty();
      };
    } catch (SignatureException | ClassCastException e) {
      return Optional.of(false);
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static boolean ecdsa(Pin pin, byte[] digest, byte[] signature)
      throws GeneralSecurityException {
    if (pin.key() instanceof ECPublicKey key) {
      Optional<Boolean> fast = P256.verify(key, digest, signature);
      if (fast.isPresent()) {
        return fast.get();
      }
    }
    Signature engine = Signature.getInstance("NONEwithECDSA", JdkProvider.SUN_EC.instance());
    engine.initVerify(pin.key());
    engine.update(digest);
    return engine.verify(signature);
  }

  private static boolean ed25519(Pin pin, EdDSAParameterSpec kind, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature engine = Signature.getInstance("Ed25519", JdkProvider.SUN_EC.instance());
    engine.setParameter(kind);
    engine.initVerify(pin.key());
    engine.update(message);
    return engine.verify(signature);
  }

  private static byte[] digest(Sign.Request asked) throws GeneralSecurityException {
    return asked.messageType() == MessageType.DIGEST
        ? asked.message()
        : sha(asked.signingAlgorithm()).digest(asked.message());
  }

  private static MessageDigest sha(SigningAlgorithm algorithm) throws GeneralSecurityException {
    return MessageDigest.getInstance(
        "SHA-" + algorithm.digestSizeBytes() * 8, JdkProvider.SUN.instance());
  }
}
