package dev.keyward.embedded;

import dev.keyward.embedded.material.Materials;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Tag;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.util.List;

/** What a CreateKey request may ask for. */
final class CreateKeyRules {

  /**
   * What a new key is to be.
   *
   * @param spec its spec
   * @param usage its usage
   * @param origin where its material comes from
   * @param multiRegion whether it may have replicas
   * @param description free text
   * @param tags its tags
   */
  record Plan(
      KeySpec spec,
      KeyUsage usage,
      KeyOrigin origin,
      boolean multiRegion,
      String description,
      List<Tag> tags) {}

  private CreateKeyRules() {}

  static Plan plan(CreateKey.Request request, int mostTags) {
    KeySpec spec = spec(request);
    KeyUsage usage = usage(request, spec);
    KeyOrigin origin = request.origin() == null ? KeyOrigin.AWS_KMS : request.origin();
    boolean multiRegion = Boolean.TRUE.equals(request.multiRegion());
    refuse(!Materials.offers(spec), "KeySpec " + spec + " is not offered in this Region.");
    checkOrigin(request, spec, origin, multiRegion);
    String description = request.description() == null ? "" : request.description();
    return new Plan(
        spec, usage, origin, multiRegion, description, Tags.checked(request.tags(), mostTags));
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

  private static void checkOrigin(
      CreateKey.Request request, KeySpec spec, KeyOrigin origin, boolean multiRegion) {
    boolean custom = origin == KeyOrigin.AWS_CLOUDHSM || origin == KeyOrigin.EXTERNAL_KEY_STORE;
    if (custom != (request.customKeyStoreId() != null)) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION,
          custom
              ? "Origin " + origin + " needs a CustomKeyStoreId."
              : "A CustomKeyStoreId needs origin AWS_CLOUDHSM or EXTERNAL_KEY_STORE.");
    }
    if ((origin == KeyOrigin.EXTERNAL_KEY_STORE) != (request.xksKeyId() != null)) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION, "XksKeyId is for keys with origin EXTERNAL_KEY_STORE, and needed.");
    }
    refuse(
        custom && spec != KeySpec.SYMMETRIC_DEFAULT,
        "Custom key stores hold keys with KeySpec SYMMETRIC_DEFAULT only.");
    refuse(custom && multiRegion, "Custom key stores do not hold multi-Region keys.");
  }

  private static void refuse(boolean refused, String text) {
    if (refused) {
      throw new KmsServiceException(ErrorCode.UNSUPPORTED_OPERATION, text);
    }
  }
}
