package dev.keyward.remote.wire;

import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.CreateKey;
import dev.keyward.remote.credentials.CredentialCache;
import dev.keyward.remote.http.Transport;
import dev.keyward.remote.resilience.CircuitBreaker;
import dev.keyward.remote.resilience.Deadline;
import dev.keyward.remote.resilience.Repeatability;
import dev.keyward.remote.telemetry.Meters;
import dev.keyward.remote.telemetry.Meters.Count;

/** Calls one endpoint: with retries where they are right, and never for longer than agreed. */
public final class RegionClient implements KmsCalls {
  private final Exchange exchange;
  private final Resilience resilience;
  private final Meters meters;

  /**
   * A client that has opened nothing.
   *
   * @param target where it calls
   * @param transport how; stays the caller's
   * @param credentials as whom; stay the caller's
   * @param resilience what its calls share
   * @param meters where they are counted
   */
  public RegionClient(
      Target target,
      Transport transport,
      CredentialCache credentials,
      Resilience resilience,
      Meters meters) {
    this.exchange = new Exchange(target, transport, credentials, resilience.clock());
    this.resilience = resilience;
    this.meters = meters;
  }

  @Override
  public Record call(String operation, Record request) {
    Repeatability repeatability = repeatability(operation, request);
    Resilience.CallLimits limits = resilience.limits();
    Deadline deadline =
        Deadline.in(
            Repeatability.isDataPlane(operation) ? limits.dataPlane() : limits.management(),
            resilience.waiter());
    Record sent = operation.equals("CreateKey") ? RequestIds.tagged(request) : request;
    meters.add(Count.CALLS);
    Meters.Timed timed = meters.call(operation);
    Call call = new Call(this, operation, sent, repeatability, deadline);
    String outcome = "success";
    try {
      return call.run();
    } catch (RuntimeException e) {
      outcome = e.getClass().getSimpleName();
      meters.add(Count.FAILED);
      throw e;
    } finally {
      timed.end(outcome, call.attempts());
    }
  }

  private Repeatability repeatability(String operation, Record request) {
    boolean isNamed =
        request instanceof CreateGrant.Request grant
            ? grant.name() != null
            : request instanceof CreateKey.Request && exchange.honoursRequestIds();
    return isNamed ? Repeatability.NAMES : Repeatability.of(operation);
  }

  Exchange exchange() {
    return exchange;
  }

  Resilience resilience() {
    return resilience;
  }

  Meters meters() {
    return meters;
  }

  /**
   * Whether requests go out.
   *
   * @return the state of the breaker
   */
  public CircuitBreaker.State state() {
    return resilience.breaker().state();
  }

  @Override
  public void close() {
    exchange.close();
  }
}
