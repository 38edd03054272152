package dev.keyward.kms;

/** UpdatePrimaryRegion: makes a replica the primary key. */
public interface UpdatePrimaryRegion {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param primaryRegion Region of the replica that becomes the primary key
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(required = true, min = 1, max = 32, pattern = "^([a-z]+-){2,3}\\d+$")
          String primaryRegion) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @param primaryRegion Region of the replica that becomes the primary key
     * @return the request
     */
    public static Request of(String keyId, String primaryRegion) {
      return new Request(keyId, primaryRegion);
    }
  }
}
