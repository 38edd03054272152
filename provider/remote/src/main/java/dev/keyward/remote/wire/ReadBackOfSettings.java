package dev.keyward.remote.wire;

import dev.keyward.kms.DeleteImportedKeyMaterial;
import dev.keyward.kms.DisableKeyRotation;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.ExpirationModel;
import dev.keyward.kms.GetKeyPolicy;
import dev.keyward.kms.GetKeyRotationStatus;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.ImportType;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.ListResourceTags;
import dev.keyward.kms.PutKeyPolicy;
import dev.keyward.kms.Tag;
import dev.keyward.kms.TagResource;
import dev.keyward.kms.UntagResource;
import dev.keyward.kms.json.JsonText;
import dev.keyward.kms.json.MalformedJsonException;
import dev.keyward.model.KeyState;
import dev.keyward.remote.wire.ReadBack.Found;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the policy, the tags, the rotation and the imported material of a key are now. */
final class ReadBackOfSettings {
  private static final JsonText.Limits POLICY = new JsonText.Limits(131_072, 32);

  private ReadBackOfSettings() {}

  static Found look(KmsCalls calls, Record request, Failure last) {
    if (request instanceof PutKeyPolicy.Request asked) {
      return policy(calls, asked);
    }
    if (request instanceof TagResource.Request asked) {
      return Found.doneIf(tags(calls, asked.keyId()).containsAll(asked.tags()));
    }
    if (request instanceof UntagResource.Request asked) {
      List<Tag> now = tags(calls, asked.keyId());
      return Found.doneIf(now.stream().noneMatch(tag -> asked.tagKeys().contains(tag.tagKey())));
    }
    if (request instanceof EnableKeyRotation.Request asked) {
      GetKeyRotationStatus.Response now = rotation(calls, asked.keyId());
      boolean samePeriod =
          asked.rotationPeriodInDays() == null
              || asked.rotationPeriodInDays().equals(now.rotationPeriodInDays());
      return Found.doneIf(Boolean.TRUE.equals(now.keyRotationEnabled()) && samePeriod);
    }
    if (request instanceof DisableKeyRotation.Request asked) {
      return Found.doneIf(
          Boolean.FALSE.equals(rotation(calls, asked.keyId()).keyRotationEnabled()));
    }
    if (request instanceof ImportKeyMaterial.Request asked) {
      return imported(calls, asked, last);
    }
    return request instanceof DeleteImportedKeyMaterial.Request asked
        ? deleted(calls, asked)
        : Found.UNKNOWN;
  }

  /** Services may write a policy in another way; so one that reads differently proves nothing. */
  private static Found policy(KmsCalls calls, PutKeyPolicy.Request asked) {
    GetKeyPolicy.Request question = new GetKeyPolicy.Request(asked.keyId(), asked.policyName());
    String now = ((GetKeyPolicy.Response) calls.call("GetKeyPolicy", question)).policy();
    if (now == null) {
      return Found.UNKNOWN;
    }
    try {
      boolean same = JsonText.parse(now, POLICY).equals(JsonText.parse(asked.policy(), POLICY));
      return same ? Found.done(null) : Found.UNKNOWN;
    } catch (MalformedJsonException e) {
      return Found.UNKNOWN;
    }
  }

  private static List<Tag> tags(KmsCalls calls, String key) {
    List<Tag> all = new ArrayList<>();
    Set<String> markers = new HashSet<>();
    ListResourceTags.Request question = ListResourceTags.Request.of(key);
    while (true) {
      ListResourceTags.Response page =
          (ListResourceTags.Response) calls.call("ListResourceTags", question);
      if (page.tags() != null) {
        all.addAll(page.tags());
      }
      boolean isLast = !Boolean.TRUE.equals(page.truncated()) || page.nextMarker() == null;
      if (isLast || !markers.add(page.nextMarker())) {
        return all;
      }
      question = question.withMarker(page.nextMarker());
    }
  }

  private static GetKeyRotationStatus.Response rotation(KmsCalls calls, String key) {
    return (GetKeyRotationStatus.Response)
        calls.call("GetKeyRotationStatus", GetKeyRotationStatus.Request.of(key));
  }

  /**
   * A key that had material before looks as one that has got it now. Only for material that has to
   * be what was there, or that is named, its state says whether it was imported.
   */
  private static Found imported(KmsCalls calls, ImportKeyMaterial.Request asked, Failure last) {
    if (ReadBack.isRefusedFor(
        last, ErrorCode.INCORRECT_KEY_MATERIAL, ErrorCode.INVALID_CIPHERTEXT)) {
      // What is refused for what it is was refused the first time as well.
      return Found.NOT_DONE;
    }
    KeyMetadata now = ReadBack.describe(calls, asked.keyId());
    if (now.keyState() == KeyState.PENDING_IMPORT) {
      return Found.NOT_DONE;
    }
    boolean isNamed =
        asked.keyMaterialId() != null && asked.keyMaterialId().equals(now.currentKeyMaterialId());
    boolean isThere =
        now.keyState() == KeyState.ENABLED
            && (isNamed || asked.importType() != ImportType.NEW_KEY_MATERIAL)
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

  private static Found deleted(KmsCalls calls, DeleteImportedKeyMaterial.Request asked) {
    KeyMetadata now = ReadBack.describe(calls, asked.keyId());
    if (now.keyState() == KeyState.ENABLED && asked.keyMaterialId() == null) {
      return Found.NOT_DONE;
    }
    return now.keyState() == KeyState.PENDING_IMPORT
        ? Found.done(new DeleteImportedKeyMaterial.Response(now.arn(), asked.keyMaterialId()))
        : Found.UNKNOWN;
  }
}
