package dev.keyward.kms;

import java.time.Instant;

/** GetKeyLastUsage: tells when a key was used last. */
public interface GetKeyLastUsage {

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
   * @param keyLastUsage the last successful use; empty if none is known
   * @param trackingStartDate since when uses are recorded
   * @param keyCreationDate when the key was created
   */
  record Response(
      @Member(min = 1, max = 2048) String keyId,
      KeyLastUsageData keyLastUsage,
      Instant trackingStartDate,
      Instant keyCreationDate) {}
}
