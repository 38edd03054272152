package dev.keyward.envelope;

import dev.keyward.model.KeyReference;
import java.util.concurrent.atomic.AtomicLong;

/** Message keys with their age, their count of messages, and the generation of their KMS key. */
final class CachedDataKey {
  private final MessageKeys keys;
  private final KeyReference trackedKey;
  private final long generation;
  private final long startNanos;
  private final long startMillis;
  private final boolean counted;
  private volatile boolean singleUse;
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private volatile long lastUseNanos;

  /**
   * Puts together what the cache keeps.
   *
   * @param trackedKey whose generation decides about this data key
   * @param generation read before the key service was asked, so that a change during the call shows
   * @param counted for sealing, where messages and bytes under one data key are limited
   * @param singleUse close after one message, because caching is off
   */
  CachedDataKey(
      MessageKeys keys,
      KeyReference trackedKey,
      long generation,
      CacheClock clock,
      boolean counted,
      boolean singleUse) {
    this.keys = keys;
    this.trackedKey = trackedKey;
    this.generation = generation;
    this.startNanos = clock.nanos();
    this.startMillis = clock.wall().millis();
    this.counted = counted;
    this.singleUse = singleUse;
    this.lastUseNanos = startNanos;
  }

  MessageKeys keys() {
    return keys;
  }

  /** Tells whether one more message may use the key, and counts that message. */
  boolean tryUse(DataKeySource source, CacheLimits limits, CacheClock clock) {
    if (keys.isClosed() || generation != source.generation(trackedKey) || isOld(limits, clock)) {
      return false;
    }
    if (counted && isUsedUp(limits)) {
      return false;
    }
    lastUseNanos = clock.nanos();
    return true;
  }

  private boolean isUsedUp(CacheLimits limits) {
    return bytes.get() >= limits.maxBytes() || messages.incrementAndGet() > limits.maxMessages();
  }

  boolean isOld(CacheLimits limits, CacheClock clock) {
    return clock.ageNanos(startNanos, startMillis) >= limits.maxAge().toNanos();
  }

  /** Tells whether three quarters of the allowed age have passed. */
  boolean wantsRefresh(CacheLimits limits, CacheClock clock) {
    return clock.ageNanos(startNanos, startMillis) >= limits.maxAge().toNanos() / 4 * 3;
  }

  long lastUseNanos() {
    return lastUseNanos;
  }

  /** Counts plaintext that was sealed. */
  void addBytes(long count) {
    bytes.addAndGet(count);
  }

  /** Ends the use of a data key no cipher was borrowed from. */
  void discardIfSingleUse() {
    if (singleUse) {
      keys.close();
    }
  }

  void giveBack(KeyedCipher cipher) {
    keys.giveBack(cipher);
    discardIfSingleUse();
  }

  /** Makes the message in progress the last one. */
  void closeAfterUse() {
    singleUse = true;
  }

  void close() {
    keys.close();
  }
}
