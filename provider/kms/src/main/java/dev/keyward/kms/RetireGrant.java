package dev.keyward.kms;

/** RetireGrant: ends a grant that is no longer needed. */
public interface RetireGrant {

  /**
   * What is asked.
   *
   * @param grantToken token that makes the grant known at once
   * @param keyId the key
   * @param grantId the grant
   * @param dryRun only check whether the call would succeed
   */
  record Request(
      @Member(min = 1, max = 8192) String grantToken,
      @Member(min = 1, max = 2048) String keyId,
      @Member(min = 1, max = 128) String grantId,
      Boolean dryRun) {

    @Override
    public String toString() {
      return Described.text(this);
    }

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param grantToken token that makes the grant known at once
     * @return the request
     */
    public static Request of(String grantToken) {
      return new Request(grantToken, null, null, null);
    }

    /**
     * The same request with KeyId.
     *
     * @param keyId the key
     * @return a new request
     */
    public Request withKeyId(String keyId) {
      return new Request(grantToken, keyId, grantId, dryRun);
    }

    /**
     * The same request with GrantId.
     *
     * @param grantId the grant
     * @return a new request
     */
    public Request withGrantId(String grantId) {
      return new Request(grantToken, keyId, grantId, dryRun);
    }

    /**
     * The same request with DryRun.
     *
     * @param dryRun only check whether the call would succeed
     * @return a new request
     */
    public Request withDryRun(Boolean dryRun) {
      return new Request(grantToken, keyId, grantId, dryRun);
    }
  }
}
