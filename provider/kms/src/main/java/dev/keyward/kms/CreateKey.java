package dev.keyward.kms;

import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.util.List;

/** CreateKey: creates a customer managed key. */
public interface CreateKey {

  /**
   * What is asked.
   *
   * @param policy key policy document in JSON, at most 32,768 bytes
   * @param description free text
   * @param keyUsage what the key is for
   * @param customerMasterKeySpec older name of KeySpec
   * @param keySpec kind of key material
   * @param origin where the key material comes from
   * @param customKeyStoreId custom key store that holds the key
   * @param bypassPolicyLockoutSafetyCheck accept a policy that locks its author out
   * @param tags names and values
   * @param multiRegion whether the key can have replicas in other Regions
   * @param xksKeyId key in the external key manager
   */
  record Request(
      @Member(min = 1, max = 131072, pattern = "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+")
          String policy,
      @Member(max = 8192) String description,
      KeyUsage keyUsage,
      KeySpec customerMasterKeySpec,
      KeySpec keySpec,
      KeyOrigin origin,
      @Member(min = 1, max = 64) String customKeyStoreId,
      Boolean bypassPolicyLockoutSafetyCheck,
      List<Tag> tags,
      Boolean multiRegion,
      @Member(min = 1, max = 128, pattern = "^[a-zA-Z0-9-_.]+$") String xksKeyId) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keySpec kind of key material
     * @param keyUsage what the key is for
     * @return the request
     */
    public static Request of(KeySpec keySpec, KeyUsage keyUsage) {
      return new Request(null, null, keyUsage, null, keySpec, null, null, null, null, null, null);
    }

    /**
     * The same request with Policy.
     *
     * @param policy key policy document in JSON, at most 32,768 bytes
     * @return a new request
     */
    public Request withPolicy(String policy) {
      return new Request(
          policy,
          description,
          keyUsage,
          customerMasterKeySpec,
          keySpec,
          origin,
          customKeyStoreId,
          bypassPolicyLockoutSafetyCheck,
          tags,
          multiRegion,
          xksKeyId);
    }

    /**
     * The same request with Description.
     *
     * @param description free text
     * @return a new request
     */
    public Request withDescription(String description) {
      return new Request(
          policy,
          description,
          keyUsage,
          customerMasterKeySpec,
          keySpec,
          origin,
          customKeyStoreId,
          bypassPolicyLockoutSafetyCheck,
          tags,
          multiRegion,
          xksKeyId);
    }

    /**
     * The same request with CustomerMasterKeySpec.
     *
     * @param customerMasterKeySpec older name of KeySpec
     * @return a new request
     */
    public Request withCustomerMasterKeySpec(KeySpec customerMasterKeySpec) {
      return new Request(
          policy,
          description,
          keyUsage,
          customerMasterKeySpec,
          keySpec,
          origin,
          customKeyStoreId,
          bypassPolicyLockoutSafetyCheck,
          tags,
          multiRegion,
          xksKeyId);
    }

    /**
     * The same request with Origin.
     *
     * @param origin where the key material comes from
     * @return a new request
     */
    public Request withOrigin(KeyOrigin origin) {
      return new Request(
          policy,
          description,
          keyUsage,
          customerMasterKeySpec,
          keySpec,
          origin,
          customKeyStoreId,
          bypassPolicyLockoutSafetyCheck,
          tags,
          multiRegion,
          xksKeyId);
    }

    /**
     * The same request with CustomKeyStoreId.
     *
     * @param customKeyStoreId custom key store that holds the key
     * @return a new request
     */
    public Request withCustomKeyStoreId(String customKeyStoreId) {
      return new Request(
          policy,
          description,
          keyUsage,
          customerMasterKeySpec,
          keySpec,
          origin,
          customKeyStoreId,
          bypassPolicyLockoutSafetyCheck,
          tags,
          multiRegion,
          xksKeyId);
    }

    /**
     * The same request with BypassPolicyLockoutSafetyCheck.
     *
     * @param bypassPolicyLockoutSafetyCheck accept a policy that locks its author out
     * @return a new request
     */
    public Request withBypassPolicyLockoutSafetyCheck(Boolean bypassPolicyLockoutSafetyCheck) {
      return new Request(
          policy,
          description,
          keyUsage,
          customerMasterKeySpec,
          keySpec,
          origin,
          customKeyStoreId,
          bypassPolicyLockoutSafetyCheck,
          tags,
          multiRegion,
          xksKeyId);
    }

    /**
     * The same request with Tags.
     *
     * @param tags names and values
     * @return a new request
     */
    public Request withTags(List<Tag> tags) {
      return new Request(
          policy,
          description,
          keyUsage,
          customerMasterKeySpec,
          keySpec,
          origin,
          customKeyStoreId,
          bypassPolicyLockoutSafetyCheck,
          tags,
          multiRegion,
          xksKeyId);
    }

    /**
     * The same request with MultiRegion.
     *
     * @param multiRegion whether the key can have replicas in other Regions
     * @return a new request
     */
    public Request withMultiRegion(Boolean multiRegion) {
      return new Request(
          policy,
          description,
          keyUsage,
          customerMasterKeySpec,
          keySpec,
          origin,
          customKeyStoreId,
          bypassPolicyLockoutSafetyCheck,
          tags,
          multiRegion,
          xksKeyId);
    }

    /**
     * The same request with XksKeyId.
     *
     * @param xksKeyId key in the external key manager
     * @return a new request
     */
    public Request withXksKeyId(String xksKeyId) {
      return new Request(
          policy,
          description,
          keyUsage,
          customerMasterKeySpec,
          keySpec,
          origin,
          customKeyStoreId,
          bypassPolicyLockoutSafetyCheck,
          tags,
          multiRegion,
          xksKeyId);
    }
  }

  /**
   * What is answered.
   *
   * @param keyMetadata the key
   */
  record Response(KeyMetadata keyMetadata) {}
}
