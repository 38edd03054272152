package dev.keyward.kms;

/** EnableKeyRotation: turns automatic rotation on, or changes its period. */
public interface EnableKeyRotation {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param rotationPeriodInDays days between rotations, 90 to 2,560; 365 unless given
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(min = 90, max = 2560) Integer rotationPeriodInDays) {

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
     * The same request with RotationPeriodInDays.
     *
     * @param rotationPeriodInDays days between rotations, 90 to 2,560; 365 unless given
     * @return a new request
     */
    public Request withRotationPeriodInDays(Integer rotationPeriodInDays) {
      return new Request(keyId, rotationPeriodInDays);
    }
  }
}
