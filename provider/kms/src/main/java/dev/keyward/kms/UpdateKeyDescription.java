package dev.keyward.kms;

/** UpdateKeyDescription: changes the description of a key. */
public interface UpdateKeyDescription {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param description free text
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(required = true, max = 8192) String description) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @param description free text
     * @return the request
     */
    public static Request of(String keyId, String description) {
      return new Request(keyId, description);
    }
  }
}
