package dev.keyward.envelope;

import java.time.Duration;
import java.util.Objects;

/**
 * How long data keys are kept, and how many messages share a key derived from one.
 *
 * @param enabled false to ask the key service for every message
 * @param maxAge a data key is used no longer than this; more than zero, at most one day
 * @param maxMessages messages sealed under one data key, 1 to 2<sup>32</sup>
 * @param maxBytes plaintext sealed under one data key, at least 1; the message that passes the
 *     limit is the last one
 * @param maxEntries data keys kept in each direction, 1 to 1,000,000
 * @param messagesPerKey messages sealed under one derived key, 1 to 65,536; see MESSAGE-FORMAT.md,
 *     section 4
 */
public record CacheLimits(
    boolean enabled,
    Duration maxAge,
    long maxMessages,
    long maxBytes,
    int maxEntries,
    int messagesPerKey) {
  private static final Duration LONGEST_AGE = Duration.ofDays(1);
  private static final long MOST_MESSAGES = 1L << 32;
  private static final int MOST_ENTRIES = 1_000_000;
  private static final int MOST_MESSAGES_PER_KEY = 65_536;

  /** Checks the ranges. */
  public CacheLimits {
    Objects.requireNonNull(maxAge, "maxAge");
    if (maxAge.isNegative() || maxAge.isZero() || maxAge.compareTo(LONGEST_AGE) > 0) {
      throw new IllegalArgumentException(
          "the cache age is more than zero and at most one day, got " + maxAge);
    }
    checkRange("messages per data key", maxMessages, MOST_MESSAGES);
    checkRange("bytes per data key", maxBytes, Long.MAX_VALUE);
    checkRange("cached data keys", maxEntries, MOST_ENTRIES);
    checkRange("messages per derived key", messagesPerKey, MOST_MESSAGES_PER_KEY);
  }

  /**
   * 300 seconds, 100,000 messages, 64 GiB, 1,000 data keys in each direction, a derived key for
   * each message.
   *
   * @return the default
   */
  public static CacheLimits defaults() {
    return new CacheLimits(true, Duration.ofSeconds(300), 100_000, 64L << 30, 1000, 1);
  }

  /**
   * No caching: each message has its own data key.
   *
   * @return limits with caching off
   */
  public static CacheLimits off() {
    CacheLimits limits = defaults();
    return new CacheLimits(
        false, limits.maxAge, limits.maxMessages, limits.maxBytes, limits.maxEntries, 1);
  }

  /**
   * The same with another age.
   *
   * @param age more than zero, at most one day
   * @return new limits
   */
  public CacheLimits withMaxAge(Duration age) {
    return new CacheLimits(enabled, age, maxMessages, maxBytes, maxEntries, messagesPerKey);
  }

  /**
   * The same with another number of messages.
   *
   * @param messages 1 to 2<sup>32</sup>
   * @return new limits
   */
  public CacheLimits withMaxMessages(long messages) {
    return new CacheLimits(enabled, maxAge, messages, maxBytes, maxEntries, messagesPerKey);
  }

  /**
   * The same with another number of bytes.
   *
   * @param bytes at least 1
   * @return new limits
   */
  public CacheLimits withMaxBytes(long bytes) {
    return new CacheLimits(enabled, maxAge, maxMessages, bytes, maxEntries, messagesPerKey);
  }

  /**
   * The same with another number of entries.
   *
   * @param entries 1 to 1,000,000
   * @return new limits
   */
  public CacheLimits withMaxEntries(int entries) {
    return new CacheLimits(enabled, maxAge, maxMessages, maxBytes, entries, messagesPerKey);
  }

  /**
   * The same with another number of messages under one derived key.
   *
   * @param messages 1 to 65,536
   * @return new limits
   */
  public CacheLimits withMessagesPerKey(int messages) {
    return new CacheLimits(enabled, maxAge, maxMessages, maxBytes, maxEntries, messages);
  }

  private static void checkRange(String what, long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(what + ": 1 to " + most + ", got " + value);
    }
  }
}
