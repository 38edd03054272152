package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.AliasRecord;
import dev.keyward.embedded.lifecycle.BackingKey;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.MultiRegionSet;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.kms.AliasListEntry;
import dev.keyward.kms.EncapsulationAlgorithm;
import dev.keyward.kms.ExpirationModel;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KeyAgreementAlgorithm;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.MacAlgorithm;
import dev.keyward.kms.MultiRegionConfiguration;
import dev.keyward.kms.MultiRegionKey;
import dev.keyward.kms.MultiRegionKeyType;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.SigningAlgorithm;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Records of the engine in the shapes of the API. */
final class Answers {
  private Answers() {}

  /**
   * What is told of a key.
   *
   * @param key the key as callers see it
   * @param clusterId the cluster behind its custom key store; null if it is in none
   */
  static KeyMetadata metadata(KeyRecord key, String clusterId) {
    boolean external = key.origin() == KeyOrigin.EXTERNAL;
    return new KeyMetadata(
        key.account(),
        key.keyId(),
        key.arn().text(),
        key.creationDate(),
        key.keyState() == KeyState.ENABLED,
        key.description(),
        key.keyUsage(),
        key.keyState(),
        key.deletionDate(),
        external ? validTo(key) : null,
        key.origin(),
        key.customKeyStoreId(),
        clusterId,
        external ? expirationModel(key) : null,
        key.manager(),
        key.keySpec(),
        key.keySpec(),
        encryptionAlgorithms(key),
        signingAlgorithms(key),
        agreementAlgorithms(key),
        key.multiRegion() != null,
        key.multiRegion() == null ? null : multiRegion(key),
        key.pendingWindowInDays(),
        macAlgorithms(key),
        null,
        currentMaterialId(key),
        encapsulationAlgorithms(key));
  }

  private static String currentMaterialId(KeyRecord key) {
    return key.keySpec() == KeySpec.SYMMETRIC_DEFAULT && key.customKeyStoreId() == null
        ? key.currentIfAny().map(BackingKey::keyMaterialId).orElse(null)
        : null;
  }

  /** The earliest date on which one of the materials in use expires. */
  private static Instant validTo(KeyRecord key) {
    return key.backingKeys().stream()
        .filter(generation -> !generation.isPending())
        .map(BackingKey::validTo)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static ExpirationModel expirationModel(KeyRecord key) {
    return key.currentIfAny().map(Answers::expirationModel).orElse(null);
  }

  /** Null while the material is not here. */
  static ExpirationModel expirationModel(BackingKey generation) {
    if (Boolean.TRUE.equals(generation.missing())) {
      return null;
    }
    return generation.validTo() == null
        ? ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE
        : ExpirationModel.KEY_MATERIAL_EXPIRES;
  }

  private static MultiRegionConfiguration multiRegion(KeyRecord key) {
    MultiRegionSet set = key.multiRegion();
    return new MultiRegionConfiguration(
        key.isPrimary() ? MultiRegionKeyType.PRIMARY : MultiRegionKeyType.REPLICA,
        member(key, set.primaryRegion()),
        set.replicaRegions().stream().map(region -> member(key, region)).toList());
  }

  private static MultiRegionKey member(KeyRecord key, String region) {
    return new MultiRegionKey(key.arnIn(region).text(), region);
  }

  static GetPublicKey.Response publicKey(KeyRecord key) {
    return new GetPublicKey.Response(
        key.arn().text(),
        key.publicKey().clone(),
        key.keySpec(),
        key.keySpec(),
        key.keyUsage(),
        encryptionAlgorithms(key),
        signingAlgorithms(key),
        agreementAlgorithms(key),
        encapsulationAlgorithms(key));
  }

  static AliasListEntry alias(Scope scope, AliasRecord alias) {
    return new AliasListEntry(
        alias.aliasName(),
        scope.arn(new AliasName(alias.aliasName())).text(),
        alias.targetKeyId(),
        alias.creationDate(),
        alias.lastUpdatedDate());
  }

  private static List<EncryptionAlgorithm> encryptionAlgorithms(KeyRecord key) {
    return key.keyUsage() == KeyUsage.ENCRYPT_DECRYPT ? key.keySpec().encryptionAlgorithms() : null;
  }

  private static List<SigningAlgorithm> signingAlgorithms(KeyRecord key) {
    return key.keyUsage() == KeyUsage.SIGN_VERIFY ? key.keySpec().signingAlgorithms() : null;
  }

  private static List<KeyAgreementAlgorithm> agreementAlgorithms(KeyRecord key) {
    return key.keyUsage() == KeyUsage.KEY_AGREEMENT ? List.of(KeyAgreementAlgorithm.ECDH) : null;
  }

  private static List<MacAlgorithm> macAlgorithms(KeyRecord key) {
    return key.keyUsage() == KeyUsage.GENERATE_VERIFY_MAC
        ? List.of(macAlgorithm(key.keySpec()))
        : null;
  }

  /** The one algorithm of a MAC key. */
  static MacAlgorithm macAlgorithm(KeySpec spec) {
    return MacAlgorithm.valueOf("HMAC_SHA_" + spec.size());
  }

  private static List<EncapsulationAlgorithm> encapsulationAlgorithms(KeyRecord key) {
    return key.keyUsage() == KeyUsage.ENCAPSULATE_DECAPSULATE
        ? List.of(EncapsulationAlgorithm.ML_KEM)
        : null;
  }
}
