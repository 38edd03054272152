package dev.keyward.remote.wire;

import dev.keyward.kms.DeleteImportedKeyMaterial;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.ExpirationModel;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.ImportState;
import dev.keyward.kms.IncludeKeyMaterial;
import dev.keyward.kms.KeyMaterialState;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListKeyRotations;
import dev.keyward.kms.RotationsListEntry;
import dev.keyward.model.KeyState;
import dev.keyward.remote.wire.ReadBack.Found;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which imported material a key has now. A key may have several, and miss one of them only. */
final class ReadBackOfMaterial {
  private ReadBackOfMaterial() {}

  static Found look(KmsCalls calls, Record request, Failure last) {
    if (request instanceof ImportKeyMaterial.Request asked) {
      return imported(calls, asked, last);
    }
    return request instanceof DeleteImportedKeyMaterial.Request asked
        ? deleted(calls, asked)
        : Found.UNKNOWN;
  }

  /**
   * A key that had material before looks as one that has got it now. Only for material that is
   * named, and that is in use as it was to be, its state says that it is there.
   */
  private static Found imported(KmsCalls calls, ImportKeyMaterial.Request asked, Failure last) {
    if (ReadBack.isRefusedFor(
        last,
        ErrorCode.INCORRECT_KEY_MATERIAL,
        ErrorCode.INVALID_CIPHERTEXT,
        ErrorCode.INVALID_IMPORT_TOKEN)) {
      // What is refused for what it is was refused the first time as well.
      return Found.NOT_DONE;
    }
    KeyMetadata now = ReadBack.describe(calls, asked.keyId());
    if (asked.keyMaterialId() == null) {
      return now.keyState() == KeyState.PENDING_IMPORT ? Found.NOT_DONE : Found.UNKNOWN;
    }
    boolean isThere =
        now.keyState() == KeyState.ENABLED
            && asked.keyMaterialId().equals(now.currentKeyMaterialId())
            && isSameEnd(asked, now);
    return isThere
        ? Found.done(new ImportKeyMaterial.Response(now.arn(), now.currentKeyMaterialId()))
        : Found.UNKNOWN;
  }

  private static boolean isSameEnd(ImportKeyMaterial.Request asked, KeyMetadata now) {
    if (asked.expirationModel() == ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE) {
      return now.validTo() == null;
    }
    return asked.validTo() != null
        && now.validTo() != null
        && seconds(asked.validTo()).equals(seconds(now.validTo()));
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  /** A key waits for an import also because of another material than the one that was deleted. */
  private static Found deleted(KmsCalls calls, DeleteImportedKeyMaterial.Request asked) {
    KeyMetadata now = ReadBack.describe(calls, asked.keyId());
    Optional<List<RotationsListEntry>> materials = materials(calls, asked.keyId());
    if (materials.isEmpty()) {
      boolean isOnlyOneMissing =
          asked.keyMaterialId() == null && now.keyState() == KeyState.PENDING_IMPORT;
      return isOnlyOneMissing
          ? Found.done(new DeleteImportedKeyMaterial.Response(now.arn(), null))
          : Found.UNKNOWN;
    }
    return materials.get().stream()
        .filter(material -> isMeant(asked, material))
        .filter(material -> material.importState() == ImportState.PENDING_IMPORT)
        .findFirst()
        .map(gone -> new DeleteImportedKeyMaterial.Response(now.arn(), gone.keyMaterialId()))
        .map(Found::done)
        .orElse(Found.UNKNOWN);
  }

  private static boolean isMeant(
      DeleteImportedKeyMaterial.Request asked, RotationsListEntry material) {
    return asked.keyMaterialId() == null
        ? material.keyMaterialState() == KeyMaterialState.CURRENT
        : asked.keyMaterialId().equals(material.keyMaterialId());
  }

  /** Empty for a key that has one material for ever, as key pairs and MAC keys do. */
  private static Optional<List<RotationsListEntry>> materials(KmsCalls calls, String key) {
    List<RotationsListEntry> all = new ArrayList<>();
    Set<String> markers = new HashSet<>();
    ListKeyRotations.Request question =
        ListKeyRotations.Request.of(key)
            .withIncludeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL);
    try {
      while (true) {
        ListKeyRotations.Response page =
            (ListKeyRotations.Response) calls.call("ListKeyRotations", question);
        if (page.rotations() != null) {
          all.addAll(page.rotations());
        }
        boolean isLast = !Boolean.TRUE.equals(page.truncated()) || page.nextMarker() == null;
        if (isLast || !markers.add(page.nextMarker())) {
          return Optional.of(all);
        }
        question = question.withMarker(page.nextMarker());
      }
    } catch (KmsServiceException e) {
      if (e.is(ErrorCode.UNSUPPORTED_OPERATION)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
