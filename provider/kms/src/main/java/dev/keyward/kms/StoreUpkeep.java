package dev.keyward.kms;

import java.time.Instant;

/**
 * What a key service offers that keeps its keys in a store of its own: a capability of some
 * implementations of {@link Kms}, found with {@code instanceof}. It is not part of the KMS API, and
 * only whoever opened the store may use it.
 */
public interface StoreUpkeep {

  /**
   * What a complete check found to be in order.
   *
   * @param commits the number of commits since the store was made
   * @param records the number of records
   */
  record Verified(long commits, long records) {}

  /**
   * Checks the whole store: its database, every commit, and that the records are what the commits
   * left. Takes time in proportion to the store.
   *
   * @return what was checked
   * @throws dev.keyward.failure.StoreDamagedException if anything is not as it was committed
   */
  Verified verifyStore();

  /**
   * Replaces the root key in its place and destroys the old one; the setting stays the same.
   *
   * @throws dev.keyward.failure.InvalidRequestException if this kind of root key needs another
   *     setting
   */
  void rotateRootKey();

  /**
   * Puts the store under another root key and destroys the old one. Afterwards the setting {@code
   * root-key} has to name the new one.
   *
   * @param setting the new setting {@code root-key}
   * @throws IllegalArgumentException if it cannot be used
   * @throws dev.keyward.failure.InvalidRequestException if it is the one in force
   */
  void rotateRootKey(String setting);

  /**
   * Declares the present time right, after the clock was wrong by being too far ahead.
   *
   * @return the time that counts as seen from now on
   */
  Instant acceptPresentTime();
}
