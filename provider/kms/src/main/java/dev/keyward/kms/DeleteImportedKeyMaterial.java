package dev.keyward.kms;

/** DeleteImportedKeyMaterial: deletes imported key material; the key stays. */
public interface DeleteImportedKeyMaterial {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param keyMaterialId backing key that was used
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(min = 64, max = 64, pattern = "^[a-f0-9]+$") String keyMaterialId) {

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
     * The same request with KeyMaterialId.
     *
     * @param keyMaterialId backing key that was used
     * @return a new request
     */
    public Request withKeyMaterialId(String keyMaterialId) {
      return new Request(keyId, keyMaterialId);
    }
  }

  /**
   * What is answered.
   *
   * @param keyId the key
   * @param keyMaterialId backing key that was used
   */
  record Response(
      @Member(min = 1, max = 2048) String keyId,
      @Member(max = 64, pattern = "^[a-f0-9]+$") String keyMaterialId) {}
}
