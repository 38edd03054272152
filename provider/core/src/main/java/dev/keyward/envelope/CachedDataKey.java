package dev.keyward.envelope;

import dev.keyward.model.KeyReference;
import java.util.concurrent.atomic.AtomicLong;

/** Message keys with their age, their count of messages, and the generation of their KMS key. */
final class CachedDataKey {
  private final MessageKeys keys;
  private final KeyReference trackedKey;
  private final long generation;
  private final CacheClock.Reading start;
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
      CacheClock.Reading start,
      boolean counted,
      boolean singleUse) {
    this.keys = keys;
    this.trackedKey = trackedKey;
    this.generation = generation;
    this.start = start;
    this.counted = counted;
    this.singleUse = singleUse;
    this.lastUseNanos = start.nanos();
  }

  MessageKeys keys() {
    return keys;
  }

  /** Tells whether one more message may use the key, and counts that message. */
  boolean tryUse(DataKeySource source, CacheLimits limits, CacheClock.Reading now) {
    if (keys.isClosed()
        || generation != source.generation(trackedKey)
        || ageNanos(now) >= limits.maxAge().toNanos()) {
      return false;
    }
    if (counted && isUsedUp(limits)) {
      return false;
    }
    lastUseNanos = now.nanos();
    return true;
  }

  private boolean isUsedUp(CacheLimits limits) {
    return bytes.get() >= limits.maxBytes() || messages.incrementAndGet() > limits.maxMessages();
  }

  /**
   * The age by the wall clock or by the monotonic clock, whichever is greater: one stops for whom
   * sets it back, the other while a machine is suspended.
   */
  long ageNanos(CacheClock.Reading now) {
    long wallMillis = now.millis() - start.millis();
    // A difference beyond any allowed age only has to stay beyond it.
    long wallNanos = Math.min(wallMillis, Long.MAX_VALUE / 1_000_000) * 1_000_000;
    return Math.max(now.nanos() - start.nanos(), wallNanos);
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
