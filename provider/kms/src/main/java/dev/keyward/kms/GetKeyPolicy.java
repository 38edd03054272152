package dev.keyward.kms;

/** GetKeyPolicy: returns the policy of a key. */
public interface GetKeyPolicy {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param policyName name of the policy; only default
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(min = 1, max = 128, pattern = "[\\w]+") String policyName) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @return the request
     */
    public static Request of(String keyId) {
      return new Request(keyId, null);
    }

    /**
     * The same request with PolicyName.
     *
     * @param policyName name of the policy; only default
     * @return a new request
     */
    public Request withPolicyName(String policyName) {
      return new Request(keyId, policyName);
    }
  }

  /**
   * What is answered.
   *
   * @param policy key policy document in JSON, at most 32,768 bytes
   * @param policyName name of the policy; only default
   */
  record Response(
      @Member(min = 1, max = 131072, pattern = "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+")
          String policy,
      @Member(min = 1, max = 128, pattern = "[\\w]+") String policyName) {}
}
