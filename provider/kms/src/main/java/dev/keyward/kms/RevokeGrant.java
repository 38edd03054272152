package dev.keyward.kms;

/** RevokeGrant: ends a grant as an administrator of the key. */
public interface RevokeGrant {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param grantId the grant
   * @param dryRun only check whether the call would succeed
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(required = true, min = 1, max = 128) String grantId,
      Boolean dryRun) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @param grantId the grant
     * @return the request
     */
    public static Request of(String keyId, String grantId) {
      return new Request(keyId, grantId, null);
    }

    /**
     * The same request with DryRun.
     *
     * @param dryRun only check whether the call would succeed
     * @return a new request
     */
    public Request withDryRun(Boolean dryRun) {
      return new Request(keyId, grantId, dryRun);
    }
  }
}
