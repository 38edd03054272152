package dev.keyward.embedded.lifecycle;

import dev.keyward.model.KeyState;
import java.time.Instant;

/**
 * What a listing needs of a {@link KeyRecord}; reading no more makes long listings fast.
 *
 * @param keyId id of the key
 * @param keyState its state
 * @param deletionDate when its waiting period ends
 */
public record ListedKey(String keyId, KeyState keyState, Instant deletionDate) {

  /**
   * Tells whether the waiting period before deletion is over.
   *
   * @param now the time
   * @return true if the key must answer as deleted
   */
  public boolean isDeleted(Instant now) {
    return keyState == KeyState.PENDING_DELETION && !now.isBefore(deletionDate);
  }
}
