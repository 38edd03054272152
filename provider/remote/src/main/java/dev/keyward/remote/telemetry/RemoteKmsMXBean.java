package dev.keyward.remote.telemetry;

import java.util.Map;

/** What can be seen of a wire client with the tools for MBeans. */
public interface RemoteKmsMXBean {

  /**
   * Where it calls.
   *
   * @return host and port
   */
  String getEndpoint();

  /**
   * Whether it works.
   *
   * @return {@code UP} or {@code DEGRADED}
   */
  String getStatus();

  /**
   * Whether requests go out.
   *
   * @return {@code CLOSED} if all do, {@code OPEN} if none does, {@code HALF_OPEN}
   */
  String getBreaker();

  /**
   * What is left for retries.
   *
   * @return 0 to 500
   */
  int getRetryBudget();

  /**
   * How far the clock of this machine is behind that of the service.
   *
   * @return in milliseconds; 0 if the service never complained
   */
  long getClockOffsetMillis();

  /**
   * All counters.
   *
   * @return by name, since the client was made
   */
  Map<String, Long> getCounts();
}
