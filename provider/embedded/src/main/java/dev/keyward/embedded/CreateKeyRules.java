package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.KeyLifecycle;
import dev.keyward.embedded.material.Materials;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Tag;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a CreateKey request may ask for. */
final class CreateKeyRules {
  private static final int MAX_TAGS = 50;

  private CreateKeyRules() {}

  static KeyLifecycle.Plan plan(CreateKey.Request request) {
    KeySpec spec = spec(request);
    KeyUsage usage = usage(request, spec);
    refuseWhatIsNotOffered(request, spec, usage);
    List<Tag> tags = request.tags() == null ? List.of() : request.tags();
    checkTags(tags);
    String description = request.description() == null ? "" : request.description();
    return new KeyLifecycle.Plan(spec, usage, description, tags);
  }

  private static KeySpec spec(CreateKey.Request request) {
    if (request.keySpec() != null && request.customerMasterKeySpec() != null) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION,
          "You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
              + " CustomerMasterKeySpec is deprecated.");
    }
    if (request.keySpec() != null) {
      return request.keySpec();
    }
    return request.customerMasterKeySpec() == null
        ? KeySpec.SYMMETRIC_DEFAULT
        : request.customerMasterKeySpec();
  }

  private static KeyUsage usage(CreateKey.Request request, KeySpec spec) {
    if (request.keyUsage() == null && spec != KeySpec.SYMMETRIC_DEFAULT) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION, "You must specify a KeyUsage value for an asymmetric CMK.");
    }
    KeyUsage usage = request.keyUsage() == null ? KeyUsage.ENCRYPT_DECRYPT : request.keyUsage();
    if (!spec.usages().contains(usage)) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION, "KeyUsage " + usage + " is not compatible with KeySpec " + spec);
    }
    return usage;
  }

  private static void refuseWhatIsNotOffered(
      CreateKey.Request request, KeySpec spec, KeyUsage usage) {
    refuse(!Materials.offers(spec), "KeySpec " + spec + " is not offered.");
    refuse(usage == KeyUsage.KEY_AGREEMENT, "KeyUsage KEY_AGREEMENT is not offered.");
    refuse(
        request.origin() != null && request.origin() != KeyOrigin.AWS_KMS,
        "Origin " + request.origin() + " is not offered.");
    refuse(Boolean.TRUE.equals(request.multiRegion()), "Multi-Region keys are not offered.");
    refuse(request.customKeyStoreId() != null, "Custom key stores are not offered.");
    refuse(request.xksKeyId() != null, "External key stores are not offered.");
    // A policy that is stored but not evaluated would be worse than none.
    refuse(request.policy() != null, "Key policies are not evaluated in this version.");
  }

  private static void refuse(boolean refused, String text) {
    if (refused) {
      throw new KmsServiceException(ErrorCode.UNSUPPORTED_OPERATION, text);
    }
  }

  private static void checkTags(List<Tag> tags) {
    if (tags.size() > MAX_TAGS) {
      throw new KmsServiceException(
          ErrorCode.LIMIT_EXCEEDED, "A key has at most " + MAX_TAGS + " tags.");
    }
    Set<String> names = new HashSet<>();
    for (Tag tag : tags) {
      if (!names.add(tag.tagKey())) {
        throw new KmsServiceException(ErrorCode.TAG, "Duplicate tag keys.");
      }
      if (tag.tagKey().startsWith("aws:")) {
        throw new KmsServiceException(ErrorCode.TAG, "Tag keys cannot begin with aws:.");
      }
    }
  }
}
