package dev.keyward.kms;

import dev.keyward.model.KeyState;
import java.time.Instant;

/** ScheduleKeyDeletion: starts the waiting period after which a key is deleted. */
public interface ScheduleKeyDeletion {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param pendingWindowInDays waiting period, 7 to 30 days; 30 unless given
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(min = 1, max = 365) Integer pendingWindowInDays) {

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
     * The same request with PendingWindowInDays.
     *
     * @param pendingWindowInDays waiting period, 7 to 30 days; 30 unless given
     * @return a new request
     */
    public Request withPendingWindowInDays(Integer pendingWindowInDays) {
      return new Request(keyId, pendingWindowInDays);
    }
  }

  /**
   * What is answered.
   *
   * @param keyId the key
   * @param deletionDate when the waiting period ends
   * @param keyState state of the key
   * @param pendingWindowInDays waiting period, 7 to 30 days; 30 unless given
   */
  record Response(
      @Member(min = 1, max = 2048) String keyId,
      Instant deletionDate,
      KeyState keyState,
      @Member(min = 1, max = 365) Integer pendingWindowInDays) {}
}
