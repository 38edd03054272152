package dev.keyward.kms;

import java.util.List;

/** ReplicateKey: makes a replica of a multi-Region key in another Region. */
public interface ReplicateKey {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param replicaRegion Region of the replica
   * @param policy key policy document in JSON, at most 32,768 bytes
   * @param bypassPolicyLockoutSafetyCheck accept a policy that locks its author out
   * @param description free text
   * @param tags names and values
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(required = true, min = 1, max = 32, pattern = "^([a-z]+-){2,3}\\d+$")
          String replicaRegion,
      @Member(min = 1, max = 131072, pattern = "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+")
          String policy,
      Boolean bypassPolicyLockoutSafetyCheck,
      @Member(max = 8192) String description,
      List<Tag> tags) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @param replicaRegion Region of the replica
     * @return the request
     */
    public static Request of(String keyId, String replicaRegion) {
      return new Request(keyId, replicaRegion, null, null, null, null);
    }

    /**
     * The same request with Policy.
     *
     * @param policy key policy document in JSON, at most 32,768 bytes
     * @return a new request
     */
    public Request withPolicy(String policy) {
      return new Request(
          keyId, replicaRegion, policy, bypassPolicyLockoutSafetyCheck, description, tags);
    }

    /**
     * The same request with BypassPolicyLockoutSafetyCheck.
     *
     * @param bypassPolicyLockoutSafetyCheck accept a policy that locks its author out
     * @return a new request
     */
    public Request withBypassPolicyLockoutSafetyCheck(Boolean bypassPolicyLockoutSafetyCheck) {
      return new Request(
          keyId, replicaRegion, policy, bypassPolicyLockoutSafetyCheck, description, tags);
    }

    /**
     * The same request with Description.
     *
     * @param description free text
     * @return a new request
     */
    public Request withDescription(String description) {
      return new Request(
          keyId, replicaRegion, policy, bypassPolicyLockoutSafetyCheck, description, tags);
    }

    /**
     * The same request with Tags.
     *
     * @param tags names and values
     * @return a new request
     */
    public Request withTags(List<Tag> tags) {
      return new Request(
          keyId, replicaRegion, policy, bypassPolicyLockoutSafetyCheck, description, tags);
    }
  }

  /**
   * What is answered.
   *
   * @param replicaKeyMetadata the replica
   * @param replicaPolicy its key policy
   * @param replicaTags its tags
   */
  record Response(
      KeyMetadata replicaKeyMetadata,
      @Member(min = 1, max = 131072, pattern = "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+")
          String replicaPolicy,
      List<Tag> replicaTags) {}
}
