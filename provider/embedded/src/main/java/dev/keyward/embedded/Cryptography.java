package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.BackingKey;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.material.EcMaterial;
import dev.keyward.embedded.material.MaterialException;
import dev.keyward.embedded.material.RsaMaterial;
import dev.keyward.embedded.material.SymmetricMaterial;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.KeySpec;
import dev.keyward.model.SigningAlgorithm;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Encrypts, decrypts, signs and verifies with a key that was found usable. Checks bytes, not
 * states.
 */
final class Cryptography {
  private final OpenedMaterials materials;
  private final SecureRandom random;

  Cryptography(OpenedMaterials materials, SecureRandom random) {
    this.materials = materials;
    this.random = random;
  }

  /** Refuses a plaintext that the algorithm cannot take with the key. */
  static void requireFits(KeyRecord key, EncryptionAlgorithm algorithm, byte[] plaintext) {
    int limit = algorithm.maxPlaintextBytes(key.keySpec());
    if (plaintext.length > limit) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION,
          "Plaintext of "
              + plaintext.length
              + " bytes is longer than the "
              + limit
              + " bytes that algorithm "
              + algorithm
              + " takes with key spec "
              + key.keySpec()
              + ".");
    }
  }

  /** Encrypts a plaintext that {@linkplain #requireFits fits}. */
  byte[] encrypt(
      KeyRecord key, EncryptionAlgorithm algorithm, EncryptionContext context, byte[] plaintext) {
    if (algorithm == EncryptionAlgorithm.SYMMETRIC_DEFAULT) {
      return encryptSymmetric(key, context, plaintext);
    }
    return materials.use(
        key,
        key.current(),
        RsaMaterial.class,
        (OpenedMaterials.Use<RsaMaterial, byte[], RuntimeException>)
            rsa -> rsa.encrypt(algorithm, plaintext, random));
  }

  private byte[] encryptSymmetric(KeyRecord key, EncryptionContext context, byte[] plaintext) {
    BackingKey current = key.current();
    byte[] header = CiphertextBlob.header(new KeyId(key.keyId()), current.keyMaterialId());
    byte[] aad = CiphertextBlob.associatedData(header, context);
    byte[] body =
        materials.use(
            key,
            current,
            SymmetricMaterial.class,
            (OpenedMaterials.Use<SymmetricMaterial, byte[], RuntimeException>)
                material -> material.encrypt(plaintext, aad, random));
    return CiphertextBlob.join(header, body);
  }

  /** Decrypts a blob that names this key. */
  byte[] decrypt(KeyRecord key, CiphertextBlob blob, EncryptionContext context) {
    BackingKey generation =
        key.generation(blob.keyMaterialId()).orElseThrow(Cryptography::invalidCiphertext);
    byte[] aad = CiphertextBlob.associatedData(blob.header(), context);
    try {
      return materials.use(
          key,
          generation,
          SymmetricMaterial.class,
          (OpenedMaterials.Use<SymmetricMaterial, byte[], MaterialException>)
              material -> material.decrypt(ByteBuffer.wrap(blob.body()), aad));
    } catch (MaterialException e) {
      throw invalidCiphertext();
    }
  }

  /** Decrypts with the private half of a pair. */
  byte[] decrypt(KeyRecord key, EncryptionAlgorithm algorithm, byte[] ciphertext) {
    try {
      return materials.use(
          key,
          key.current(),
          RsaMaterial.class,
          (OpenedMaterials.Use<RsaMaterial, byte[], MaterialException>)
              rsa -> rsa.decrypt(algorithm, ciphertext));
    } catch (MaterialException e) {
      throw invalidCiphertext();
    }
  }

  byte[] sign(KeyRecord key, SigningAlgorithm algorithm, byte[] digest) {
    if (key.keySpec().family() == KeySpec.Family.RSA) {
      return materials.use(
          key,
          key.current(),
          RsaMaterial.class,
          (OpenedMaterials.Use<RsaMaterial, byte[], RuntimeException>)
              rsa -> rsa.sign(algorithm, digest, random));
    }
    return materials.use(
        key,
        key.current(),
        EcMaterial.class,
        (OpenedMaterials.Use<EcMaterial, byte[], RuntimeException>) ec -> ec.sign(digest, random));
  }

  boolean verify(KeyRecord key, SigningAlgorithm algorithm, byte[] digest, byte[] signature) {
    if (key.keySpec().family() == KeySpec.Family.RSA) {
      return materials.use(
          key,
          key.current(),
          RsaMaterial.class,
          (OpenedMaterials.Use<RsaMaterial, Boolean, RuntimeException>)
              rsa -> rsa.verify(algorithm, digest, signature));
    }
    return materials.use(
        key,
        key.current(),
        EcMaterial.class,
        (OpenedMaterials.Use<EcMaterial, Boolean, RuntimeException>)
            ec -> ec.verify(digest, signature));
  }

  /** Damaged, wrong context, unknown material: one error without a text, as the KMS API has it. */
  static KmsServiceException invalidCiphertext() {
    return new KmsServiceException(ErrorCode.INVALID_CIPHERTEXT, null);
  }
}
