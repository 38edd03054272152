package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.AliasRecord;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.kms.AliasListEntry;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KeyManager;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.SigningAlgorithm;
import java.util.List;

/** Records of the engine in the shapes of the API. */
final class Answers {
  private Answers() {}

  static KeyMetadata metadata(KeyRecord key) {
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
        null,
        KeyOrigin.AWS_KMS,
        null,
        null,
        null,
        KeyManager.CUSTOMER,
        key.keySpec(),
        key.keySpec(),
        encryptionAlgorithms(key),
        signingAlgorithms(key),
        null,
        false,
        null,
        null,
        null,
        null,
        key.keySpec() == KeySpec.SYMMETRIC_DEFAULT ? key.current().keyMaterialId() : null,
        null);
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
        null,
        null);
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
}
