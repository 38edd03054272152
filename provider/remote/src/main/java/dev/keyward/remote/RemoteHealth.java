package dev.keyward.remote;

import dev.keyward.kms.Finding;
import dev.keyward.remote.resilience.CircuitBreaker;
import dev.keyward.remote.telemetry.Meters;
import dev.keyward.remote.telemetry.Meters.Count;
import dev.keyward.remote.telemetry.RemoteKmsMXBean;
import dev.keyward.remote.wire.Resilience;
import dev.keyward.telemetry.ManagedBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a wire client is: counters, and whether it works. Asks nobody. */
public final class RemoteHealth implements RemoteKmsMXBean {
  private static final long CLOCK_TOLERANCE_SECONDS = 60;

  private final String endpoint;
  private final Meters meters;
  private final List<Resilience> regions;
  private final ManagedBean bean = new ManagedBean("RemoteKms", this);

  RemoteHealth(String endpoint, Meters meters, List<Resilience> regions) {
    this.endpoint = endpoint;
    this.meters = meters;
    this.regions = regions;
  }

  @Override
  public String getEndpoint() {
    return endpoint;
  }

  @Override
  public String getStatus() {
    boolean well =
        regions.stream().allMatch(r -> r.breaker().state() == CircuitBreaker.State.CLOSED);
    return well ? "UP" : "DEGRADED";
  }

  @Override
  public String getBreaker() {
    return regions.isEmpty()
        ? CircuitBreaker.State.CLOSED.name()
        : regions.get(0).breaker().state().name();
  }

  @Override
  public int getRetryBudget() {
    return regions.stream().mapToInt(r -> r.budget().left()).min().orElse(0);
  }

  @Override
  public long getClockOffsetMillis() {
    return regions.isEmpty() ? 0 : regions.get(0).clock().offset().toMillis();
  }

  /**
   * The same as findings, with what to do. Asks nobody: of a client that made no call yet there is
   * little to tell.
   *
   * @return what is known
   */
  public List<Finding> findings() {
    return List.of(connection(), clock());
  }

  private Finding connection() {
    String counts =
        meters.get(Count.CALLS)
            + " calls, "
            + meters.get(Count.FAILED)
            + " failed, "
            + getRetryBudget()
            + " of 500 left for retries";
    return getStatus().equals("UP")
        ? Finding.ok("service", endpoint + ": " + counts)
        : Finding.fail(
            "service",
            endpoint + " is not called for the moment (circuit " + getBreaker() + "): " + counts,
            "Look whether the service works and the network lets you reach it.");
  }

  private Finding clock() {
    Optional<Duration> difference =
        regions.isEmpty() ? Optional.empty() : regions.get(0).clock().observed();
    if (difference.isEmpty()) {
      return Finding.warn(
          "clock", "the service has not told its time", "Correct what else was found.");
    }
    long seconds = difference.get().toSeconds();
    String found = Math.abs(seconds) + " s " + (seconds > 0 ? "behind" : "ahead of");
    return Math.abs(seconds) < CLOCK_TOLERANCE_SECONDS
        ? Finding.ok("clock", "at most " + (Math.abs(seconds) + 1) + " s off the service's")
        : Finding.warn(
            "clock",
            found + " the service's; signatures are good for five minutes only",
            "Let this machine take its time from a time server.");
  }

  @Override
  public Map<String, Long> getCounts() {
    Map<String, Long> counts = new TreeMap<>();
    for (Count count : Count.values()) {
      counts.put(count.name(), meters.get(count));
    }
    return counts;
  }

  /** Registers the MBean as soon as somebody looks at MBeans at all. */
  void show() {
    bean.show();
  }

  void close() {
    bean.close();
  }
}
