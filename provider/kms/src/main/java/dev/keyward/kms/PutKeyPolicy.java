package dev.keyward.kms;

/** PutKeyPolicy: replaces the policy of a key. */
public interface PutKeyPolicy {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param policyName name of the policy; only default
   * @param policy key policy document in JSON, at most 32,768 bytes
   * @param bypassPolicyLockoutSafetyCheck accept a policy that locks its author out
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(min = 1, max = 128, pattern = "[\\w]+") String policyName,
      @Member(
              required = true,
              min = 1,
              max = 131072,
              pattern = "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+")
          String policy,
      Boolean bypassPolicyLockoutSafetyCheck) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @param policy key policy document in JSON, at most 32,768 bytes
     * @return the request
     */
    public static Request of(String keyId, String policy) {
      return new Request(keyId, null, policy, null);
    }

    /**
     * The same request with PolicyName.
     *
     * @param policyName name of the policy; only default
     * @return a new request
     */
    public Request withPolicyName(String policyName) {
      return new Request(keyId, policyName, policy, bypassPolicyLockoutSafetyCheck);
    }

    /**
     * The same request with BypassPolicyLockoutSafetyCheck.
     *
     * @param bypassPolicyLockoutSafetyCheck accept a policy that locks its author out
     * @return a new request
     */
    public Request withBypassPolicyLockoutSafetyCheck(Boolean bypassPolicyLockoutSafetyCheck) {
      return new Request(keyId, policyName, policy, bypassPolicyLockoutSafetyCheck);
    }
  }
}
