package dev.keyward.remote.telemetry;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the wire client does. Thread-safe. */
public final class Meters {
  private static final boolean RECORDER_PRESENT =
      ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private static final Timed UNTIMED = (outcome, attempts) -> {};

  /** What is counted. */
  public enum Count {
    /** Calls of operations. */
    CALLS,
    /** Requests sent for them. */
    ATTEMPTS,
    /** Attempts after the first. */
    RETRIES,
    /** Attempts that cost no retry, because a pooled connection was found dead. */
    RESENT,
    /** Answers that asked for fewer requests. */
    THROTTLED,
    /** Calls that failed in the end. */
    FAILED,
    /** Calls refused at once because the endpoint mostly fails. */
    REFUSED_BY_BREAKER,
    /** Retries not made because the budget was used up. */
    REFUSED_BY_BUDGET,
    /** Calls refused because too many were waiting. */
    REFUSED_BY_BULKHEAD,
    /** Answers that were not believed. */
    REFUSED_ANSWERS,
    /** Signatures that were handed out without being verified here. */
    UNVERIFIED_SIGNATURES,
    /** Calls that went to another Region. */
    FAILED_OVER,
    /** Descriptions and public keys from memory. */
    CACHE_HITS,
    /** Descriptions and public keys that were asked for. */
    CACHE_MISSES
  }

  /** Something that takes time. */
  @FunctionalInterface
  public interface Timed {

    /**
     * It is over.
     *
     * @param outcome {@code success} or an error code
     * @param number the number of attempts, or of this attempt
     */
    void end(String outcome, int number);
  }

  private final LongAdder[] counts = new LongAdder[Count.values().length];

  /** Counters at zero. */
  public Meters() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /**
   * Counts one more.
   *
   * @param what of what
   */
  public void add(Count what) {
    counts[what.ordinal()].increment();
  }

  /**
   * How many there were.
   *
   * @param what of what
   * @return since the client was made
   */
  public long get(Count what) {
    return counts[what.ordinal()].sum();
  }

  /**
   * A call begins.
   *
   * @param operation the operation
   * @return to be told when it is over
   */
  public Timed call(String operation) {
    return isRecording() ? Flight.call(operation) : UNTIMED;
  }

  /**
   * A request is sent.
   *
   * @param operation the operation
   * @param host where to
   * @return to be told when it is over
   */
  public Timed attempt(String operation, String host) {
    return isRecording() ? Flight.attempt(operation, host) : UNTIMED;
  }

  /** The first event of a JVM costs a quarter of a second, even if nothing records. */
  private static boolean isRecording() {
    return RECORDER_PRESENT && Flight.isInitialized();
  }
}
