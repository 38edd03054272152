package dev.keyward.kms;

/** DisableKey: disables a key. */
public interface DisableKey {

  /**
   * What is asked.
   *
   * @param keyId the key
   */
  record Request(@Member(required = true, min = 1, max = 2048) String keyId) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @return the request
     */
    public static Request of(String keyId) {
      return new Request(keyId);
    }
  }
}
