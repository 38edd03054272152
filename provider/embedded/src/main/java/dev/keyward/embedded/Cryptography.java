package dev.keyward.embedded;

import dev.keyward.embedded.SigningOperations.Input;
import dev.keyward.embedded.lifecycle.BackingKey;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.material.EcMaterial;
import dev.keyward.embedded.material.EdwardsMaterial;
import dev.keyward.embedded.material.Encapsulated;
import dev.keyward.embedded.material.HmacMaterial;
import dev.keyward.embedded.material.KeyMaterial;
import dev.keyward.embedded.material.MaterialException;
import dev.keyward.embedded.material.MlDsaMaterial;
import dev.keyward.embedded.material.MlKemMaterial;
import dev.keyward.embedded.material.RsaMaterial;
import dev.keyward.embedded.material.SymmetricMaterial;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Encrypts, decrypts, signs and verifies with a key that was found usable. Checks bytes, not
 * states.
 */
final class Cryptography {
  private final OpenedMaterials materials;
  private final CustomKeys customKeys;
  private final SecureRandom random;

  /** Keys whose material is in a custom key store. */
  interface CustomKeys {
    byte[] encrypt(KeyRecord key, byte[] plaintext, byte[] associatedData);

    /** Empty if it is not a ciphertext of this key. */
    Optional<byte[]> decrypt(KeyRecord key, byte[] body, byte[] associatedData);
  }

  Cryptography(OpenedMaterials materials, CustomKeys customKeys, SecureRandom random) {
    this.materials = materials;
    this.customKeys = customKeys;
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
    return use(key, RsaMaterial.class, rsa -> rsa.encrypt(algorithm, plaintext, random));
  }

  private byte[] encryptSymmetric(KeyRecord key, EncryptionContext context, byte[] plaintext) {
    BackingKey current = key.current();
    byte[] header = CiphertextBlob.header(new KeyId(key.keyId()), current.keyMaterialId());
    byte[] aad = CiphertextBlob.associatedData(header, context);
    byte[] body =
        key.customKeyStoreId() != null
            ? customKeys.encrypt(key, plaintext, aad)
            : materials.use(
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
      if (key.customKeyStoreId() != null) {
        return customKeys
            .decrypt(key, blob.body(), aad)
            .orElseThrow(Cryptography::invalidCiphertext);
      }
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

  byte[] sign(KeyRecord key, SigningAlgorithm algorithm, Input input) {
    byte[] bytes = input.bytes();
    return switch (key.keySpec().family()) {
      case RSA -> use(key, RsaMaterial.class, rsa -> rsa.sign(algorithm, bytes, random));
      case EC -> use(key, EcMaterial.class, ec -> ec.sign(bytes, random));
      case EDWARDS ->
          use(
              key,
              EdwardsMaterial.class,
              pair -> isWhole(input) ? pair.sign(bytes) : pair.signPrehashed(bytes));
      case ML_DSA ->
          use(
              key,
              MlDsaMaterial.class,
              pair -> isWhole(input) ? pair.sign(bytes, random) : pair.signMu(bytes, random));
      case SYMMETRIC, HMAC, ML_KEM, SM2 -> throw cannot(key, "sign");
    };
  }

  boolean verify(KeyRecord key, SigningAlgorithm algorithm, Input input, byte[] signature) {
    byte[] bytes = input.bytes();
    return switch (key.keySpec().family()) {
      case RSA -> use(key, RsaMaterial.class, rsa -> rsa.verify(algorithm, bytes, signature));
      case EC -> use(key, EcMaterial.class, ec -> ec.verify(bytes, signature));
      case EDWARDS ->
          use(
              key,
              EdwardsMaterial.class,
              pair ->
                  isWhole(input)
                      ? pair.verify(bytes, signature)
                      : pair.verifyPrehashed(bytes, signature));
      case ML_DSA ->
          use(
              key,
              MlDsaMaterial.class,
              pair ->
                  isWhole(input) ? pair.verify(bytes, signature) : pair.verifyMu(bytes, signature));
      case SYMMETRIC, HMAC, ML_KEM, SM2 -> throw cannot(key, "verify");
    };
  }

  private static boolean isWhole(Input input) {
    return input.type() == MessageType.RAW;
  }

  byte[] mac(KeyRecord key, byte[] message) {
    return use(key, HmacMaterial.class, material -> material.tag(message));
  }

  boolean verifyMac(KeyRecord key, byte[] message, byte[] mac) {
    return use(key, HmacMaterial.class, material -> material.verify(message, mac));
  }

  /** The raw x-coordinate of the ECDH point. */
  SecretBytes agree(KeyRecord key, byte[] peer) {
    try {
      return materials.use(
          key,
          key.current(),
          EcMaterial.class,
          (OpenedMaterials.Use<EcMaterial, SecretBytes, MaterialException>)
              pair -> pair.agree(peer));
    } catch (MaterialException e) {
      throw KeyRules.invalid("PublicKey is not a public key on the curve of " + key.arn() + ".");
    }
  }

  Encapsulated encapsulate(KeyRecord key) {
    return use(key, MlKemMaterial.class, pair -> pair.encapsulate(random));
  }

  SecretBytes decapsulate(KeyRecord key, byte[] ciphertext) {
    try {
      return materials.use(
          key,
          key.current(),
          MlKemMaterial.class,
          (OpenedMaterials.Use<MlKemMaterial, SecretBytes, MaterialException>)
              pair -> pair.decapsulate(ciphertext));
    } catch (MaterialException e) {
      throw invalidCiphertext();
    }
  }

  private <M extends KeyMaterial, T> T use(
      KeyRecord key, Class<M> type, OpenedMaterials.Use<M, T, RuntimeException> use) {
    return materials.use(key, key.current(), type, use);
  }

  private static IllegalStateException cannot(KeyRecord key, String what) {
    return new IllegalStateException("a key of spec " + key.keySpec() + " cannot " + what);
  }

  /** Damaged, wrong context, unknown material: one error without a text, as the KMS API has it. */
  static KmsServiceException invalidCiphertext() {
    return new KmsServiceException(ErrorCode.INVALID_CIPHERTEXT, null);
  }
}
