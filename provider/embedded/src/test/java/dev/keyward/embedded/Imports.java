package dev.keyward.embedded;

import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.ExpirationModel;
import dev.keyward.kms.GetParametersForImport;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.ImportWrapping;
import dev.keyward.kms.Kms;
import dev.keyward.kms.WrappingAlgorithm;
import dev.keyward.kms.WrappingKeySpec;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;

/** Brings key material into keys, as a customer would. */
final class Imports {
  private Imports() {}

  /** A key that waits for its first import. */
  static String external(Kms kms, KeySpec spec, KeyUsage usage) {
    return external(kms, spec, usage, false);
  }

  static String external(Kms kms, KeySpec spec, KeyUsage usage, boolean multiRegion) {
    CreateKey.Request request =
        CreateKey.Request.of(spec, usage)
            .withOrigin(KeyOrigin.EXTERNAL)
            .withMultiRegion(multiRegion);
    return kms.createKey(request).keyMetadata().arn();
  }

  static byte[] randomMaterial(int length) {
    byte[] material = new byte[length];
    JdkRandom.shared().nextBytes(material);
    return material;
  }

  /** A request for material that does not expire, under a token of its own. */
  static ImportKeyMaterial.Request request(Kms kms, String key, byte[] material) {
    return request(
        kms, key, material, WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256, WrappingKeySpec.RSA_2048);
  }

  static ImportKeyMaterial.Request request(
      Kms kms, String key, byte[] material, WrappingAlgorithm algorithm, WrappingKeySpec spec) {
    GetParametersForImport.Response parameters =
        kms.getParametersForImport(GetParametersForImport.Request.of(key, algorithm, spec));
    return ImportKeyMaterial.Request.of(
            key, parameters.importToken(), wrapped(algorithm, parameters, material))
        .withExpirationModel(ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE);
  }

  static byte[] wrapped(
      WrappingAlgorithm algorithm, GetParametersForImport.Response parameters, byte[] material) {
    try (SecretBytes secret = SecretBytes.copyOf(material)) {
      return ImportWrapping.wrap(algorithm, parameters.publicKey(), secret, JdkRandom.shared());
    }
  }

  /** Imports material that does not expire. */
  static ImportKeyMaterial.Response importInto(Kms kms, String key, byte[] material) {
    return kms.importKeyMaterial(request(kms, key, material));
  }
}
