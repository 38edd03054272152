package dev.keyward.kms.backend;

import static dev.keyward.kms.backend.FailureTranslation.calling;

import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.failure.KmsException;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.ExpirationModel;
import dev.keyward.kms.Kms;
import dev.keyward.kms.MaterialImport;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.secret.SecretBytes;

/** A new key with material from elsewhere, or none that could be used. */
final class KmsImport {
  /** The shortest there is: the key never had material that anything depends on. */
  private static final int WAITING_PERIOD_DAYS = 7;

  private final Kms kms;

  KmsImport(Kms kms) {
    this.kms = kms;
  }

  /** Makes a key with this material, or none that could be used. */
  KeyMetadata importKey(NewKey key, SecretBytes material) {
    KeyArn empty = createEmpty(key);
    try {
      return calling("import key material into " + empty, () -> fill(empty, key, material));
    } catch (RuntimeException e) {
      discard(empty, e);
      throw e;
    }
  }

  private KeyArn createEmpty(NewKey key) {
    return calling(
        "create a key of spec " + key.spec() + " for an import",
        () ->
            KeyArn.parse(
                kms.createKey(
                        CreateKey.Request.of(key.spec(), key.usage())
                            .withDescription(key.description())
                            .withTags(KmsKeyBackend.tags(key.tags()))
                            .withOrigin(KeyOrigin.EXTERNAL))
                    .keyMetadata()
                    .arn()));
  }

  private KeyMetadata fill(KeyArn empty, NewKey key, SecretBytes material) {
    new MaterialImport(kms)
        .into(
            empty.text(),
            key.spec(),
            material,
            request -> request.withExpirationModel(ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE));
    KeyMetadata filled =
        KmsKeyBackend.metadata(kms.describeKey(DescribeKey.Request.of(empty.text())).keyMetadata());
    KmsKeyBackend.checkSameKey(empty, filled.arn());
    return filled;
  }

  private void discard(KeyArn empty, RuntimeException reason) {
    try {
      calling(
          "schedule the deletion of " + empty + ", whose import failed",
          () ->
              kms.scheduleKeyDeletion(
                  ScheduleKeyDeletion.Request.of(empty.text())
                      .withPendingWindowInDays(WAITING_PERIOD_DAYS)));
    } catch (KmsException e) {
      reason.addSuppressed(e);
    }
  }
}
