package dev.keyward.remote.wire;

import dev.keyward.kms.DisableKeyRotation;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.GetKeyPolicy;
import dev.keyward.kms.GetKeyRotationStatus;
import dev.keyward.kms.ListResourceTags;
import dev.keyward.kms.PutKeyPolicy;
import dev.keyward.kms.Tag;
import dev.keyward.kms.TagResource;
import dev.keyward.kms.UntagResource;
import dev.keyward.kms.json.JsonText;
import dev.keyward.kms.json.MalformedJsonException;
import dev.keyward.remote.wire.ReadBack.Found;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the policy, the tags and the rotation of a key are now. */
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
    return ReadBackOfMaterial.look(calls, request, last);
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
}
