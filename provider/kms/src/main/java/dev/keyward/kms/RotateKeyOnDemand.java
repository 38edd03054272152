package dev.keyward.kms;

/** RotateKeyOnDemand: gives a key new key material now. */
public interface RotateKeyOnDemand {

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

  /**
   * What is answered.
   *
   * @param keyId the key
   */
  record Response(@Member(min = 1, max = 2048) String keyId) {}
}
