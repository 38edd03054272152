package dev.keyward.kms;

import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The calls that give a key its material: get a wrapping key, wrap, import.
 *
 * <p>The wrapping key is made anew for every import, so its size is time that the caller waits:
 * decision 0022 has the figures.
 */
public final class MaterialImport {
  private static final WrappingKeySpec WRAPPING_KEY = WrappingKeySpec.RSA_3072;

  private final Kms kms;

  /**
   * Imports into keys of a KMS.
   *
   * @param kms still the caller's
   */
  public MaterialImport(Kms kms) {
    this.kms = Objects.requireNonNull(kms, "kms");
  }

  /**
   * Imports key material.
   *
   * @param keyArn a key of origin EXTERNAL
   * @param spec its spec
   * @param material raw bytes of a symmetric or HMAC key, DER PKCS #8 of a key pair; still the
   *     caller's
   * @param options what else the request says, such as its expiration model
   * @return the answer to ImportKeyMaterial
   * @throws KmsServiceException if the KMS refuses
   * @throws IllegalArgumentException if the KMS answered no wrapping key for this key; nothing was
   *     sent then
   */
  public ImportKeyMaterial.Response into(
      String keyArn,
      KeySpec spec,
      SecretBytes material,
      UnaryOperator<ImportKeyMaterial.Request> options) {
    // Raw key bytes fit under RSA-OAEP; a PKCS #8 key does not, or not always.
    WrappingAlgorithm algorithm =
        spec.isKeyPair()
            ? WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256
            : WrappingAlgorithm.RSAES_OAEP_SHA_256;
    GetParametersForImport.Response parameters =
        kms.getParametersForImport(
            GetParametersForImport.Request.of(keyArn, algorithm, WRAPPING_KEY));
    if (!keyArn.equals(parameters.keyId())) {
      throw new IllegalArgumentException("The wrapping key is for another key than " + keyArn);
    }
    byte[] wrapped =
        ImportWrapping.wrap(algorithm, parameters.publicKey(), material, JdkRandom.shared());
    return kms.importKeyMaterial(
        options.apply(ImportKeyMaterial.Request.of(keyArn, parameters.importToken(), wrapped)));
  }
}
