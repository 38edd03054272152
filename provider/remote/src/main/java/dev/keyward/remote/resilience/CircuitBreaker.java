package dev.keyward.remote.resilience;

import java.time.Duration;
import java.util.Optional;

/**
 * Stops sending to an endpoint that mostly fails, and tries now and then whether it is back. Counts
 * transient failures only: a service that throttles or refuses is alive. Thread-safe.
 */
public final class CircuitBreaker {
  private static final int SLOTS = 10;
  private static final long SLOT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int LEAST_CALLS = 20;
  private static final int PROBES = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Whether requests go out. */
  public enum State {
    /** All do. */
    CLOSED,
    /** None does. */
    OPEN,
    /** A few do, to see whether the service is back. */
    HALF_OPEN
  }

  private final Waiter time;
  private final int[] calls = new int[SLOTS];
  private final int[] failures = new int[SLOTS];
  private long slot;
  private State state = State.CLOSED;
  private Duration pause = FIRST_PAUSE;
  private long opensUntil;
  private int probesOut;
  private int probesWell;
  private long lastProbe;

  /**
   * A closed breaker.
   *
   * @param time the clock
   */
  public CircuitBreaker(Waiter time) {
    this.time = time;
    this.slot = time.nanoTime() / SLOT_NANOS;
  }

  /**
   * Asks whether a request may go out. If so, its end must be told.
   *
   * @return empty if it may; else how long to stay away
   */
  public synchronized Optional<Duration> tryPass() {
    long now = time.nanoTime();
    if (state == State.OPEN && now - opensUntil >= 0) {
      state = State.HALF_OPEN;
      probesOut = 0;
      probesWell = 0;
    }
    if (state == State.OPEN) {
      return Optional.of(Duration.ofNanos(opensUntil - now));
    }
    if (state == State.HALF_OPEN) {
      // A probe that was never heard of again must not block the others for good.
      if (probesOut >= PROBES && now - lastProbe < FIRST_PAUSE.toNanos()) {
        return Optional.of(Duration.ofSeconds(1));
      }
      probesOut++;
      lastProbe = now;
    }
    return Optional.empty();
  }

  /** A request was answered, with whatever. */
  public synchronized void answered() {
    if (state == State.HALF_OPEN) {
      probesWell++;
      if (probesWell >= PROBES) {
        close();
      }
      return;
    }
    count(false);
  }

  /** A request failed in a way that says that the service is not well. */
  public synchronized void failed() {
    if (state == State.HALF_OPEN) {
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      open();
      return;
    }
    if (state == State.CLOSED) {
      count(true);
      if (isMostlyFailing()) {
        pause = FIRST_PAUSE;
        open();
      }
    }
  }

  /** A request ended and tells nothing: it never got out for reasons of our own. */
  public synchronized void abandoned() {
    if (state == State.HALF_OPEN && probesOut > 0) {
      probesOut--;
    }
  }

  /**
   * Whether requests go out.
   *
   * @return the state
   */
  public synchronized State state() {
    return state;
  }

  private void open() {
    state = State.OPEN;
    opensUntil = time.nanoTime() + pause.toNanos();
  }

  private void close() {
    state = State.CLOSED;
    pause = FIRST_PAUSE;
    java.util.Arrays.fill(calls, 0);
    java.util.Arrays.fill(failures, 0);
  }

  private void count(boolean failure) {
    long now = time.nanoTime() / SLOT_NANOS;
    for (long passed = Math.min(SLOTS, now - slot); passed > 0; passed--) {
      int index = Math.floorMod(now - passed + 1, SLOTS);
      calls[index] = 0;
      failures[index] = 0;
    }
    slot = now;
    int index = Math.floorMod(now, SLOTS);
    calls[index]++;
    failures[index] += failure ? 1 : 0;
  }

  private boolean isMostlyFailing() {
    int allCalls = java.util.Arrays.stream(calls).sum();
    int allFailures = java.util.Arrays.stream(failures).sum();
    return allCalls >= LEAST_CALLS && allFailures * 2 >= allCalls;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
