package dev.keyward.remote;

import dev.keyward.remote.resilience.CircuitBreaker;
import dev.keyward.remote.telemetry.Meters;
import dev.keyward.remote.telemetry.Meters.Count;
import dev.keyward.remote.telemetry.RemoteKmsMXBean;
import dev.keyward.remote.wire.Resilience;
import dev.keyward.telemetry.ManagedBean;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a wire client is: counters, and whether it works. Asks nobody. */
public final class RemoteHealth implements RemoteKmsMXBean {
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
