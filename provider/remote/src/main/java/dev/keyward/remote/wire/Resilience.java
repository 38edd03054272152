package dev.keyward.remote.wire;

import dev.keyward.remote.resilience.Bulkhead;
import dev.keyward.remote.resilience.CircuitBreaker;
import dev.keyward.remote.resilience.RetryBudget;
import dev.keyward.remote.resilience.RetryPolicy;
import dev.keyward.remote.resilience.SendRate;
import dev.keyward.remote.resilience.SkewedClock;
import dev.keyward.remote.resilience.Waiter;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * What an endpoint's calls share, so that they do not together what none would do alone.
 *
 * @param limits how long calls may take
 * @param retries how often a request is sent
 * @param budget retries that are left
 * @param breaker whether anything is sent
 * @param rate how fast
 * @param bulkhead how many at once
 * @param clock the time in signatures
 * @param waiter time that passes
 * @param random between 0 and 1, for waits
 */
public record Resilience(
    CallLimits limits,
    RetryPolicy retries,
    RetryBudget budget,
    CircuitBreaker breaker,
    SendRate rate,
    Bulkhead bulkhead,
    SkewedClock clock,
    Waiter waiter,
    DoubleSupplier random) {

  /**
   * How long calls may take.
   *
   * @param dataPlane a call that applications make while they work
   * @param management any other call
   * @param lease waiting for a place among those under way
   */
  public record CallLimits(Duration dataPlane, Duration management, Duration lease) {
    /** What is used unless configured otherwise. */
    public static final CallLimits DEFAULT =
        new CallLimits(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMillis(500));
  }
}
