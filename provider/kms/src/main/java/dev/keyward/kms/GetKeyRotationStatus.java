package dev.keyward.kms;

import java.time.Instant;

/** GetKeyRotationStatus: tells whether and when a key is rotated. */
public interface GetKeyRotationStatus {

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
   * @param keyRotationEnabled whether automatic rotation is on
   * @param keyId the key
   * @param rotationPeriodInDays days between rotations, 90 to 2,560; 365 unless given
   * @param nextRotationDate when the key is rotated next
   * @param onDemandRotationStartDate when a rotation still under way began
   */
  record Response(
      Boolean keyRotationEnabled,
      @Member(min = 1, max = 2048) String keyId,
      @Member(min = 90, max = 2560) Integer rotationPeriodInDays,
      Instant nextRotationDate,
      Instant onDemandRotationStartDate) {}
}
