package dev.keyward.handle;

import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.failure.KmsException.Details;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;

/** Reads SubjectPublicKeyInfo into ordinary JDK keys. */
final class SubjectPublicKeys {
  private SubjectPublicKeys() {}

  static PublicKey decode(KeySpec spec, byte[] encoded) {
    try {
      return factory(spec).generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new InvalidAnswerException(
          Details.of(
                  InvalidAnswerException.DEFAULT_CODE,
                  "The key service answered a public key of spec " + spec + " that is malformed.")
              .causedBy(e));
    }
  }

  private static KeyFactory factory(KeySpec spec) throws GeneralSecurityException {
    return switch (spec) {
      case RSA_2048, RSA_3072, RSA_4096 ->
          KeyFactory.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
      case ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521 ->
          KeyFactory.getInstance("EC", JdkProvider.SUN_EC.instance());
      case ECC_NIST_EDWARDS25519 ->
          KeyFactory.getInstance("Ed25519", JdkProvider.SUN_EC.instance());
      case ECC_SECG_P256K1,
          SYMMETRIC_DEFAULT,
          HMAC_224,
          HMAC_256,
          HMAC_384,
          HMAC_512,
          ML_DSA_44,
          ML_DSA_65,
          ML_DSA_87,
          ML_KEM_512,
          ML_KEM_768,
          ML_KEM_1024,
          SM2 ->
          throw new InvalidRequestException(
              "Keys of spec " + spec + " are not decoded by the JDK.");
    };
  }
}
