package dev.keyward.remote;

import dev.keyward.backend.BackendSettings;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.remote.answers.CheckedCalls;
import dev.keyward.remote.answers.PublicKeyPins;
import dev.keyward.remote.cache.CachedCalls;
import dev.keyward.remote.credentials.CredentialCache;
import dev.keyward.remote.credentials.CredentialChain;
import dev.keyward.remote.credentials.CredentialException;
import dev.keyward.remote.credentials.Environment;
import dev.keyward.remote.http.HttpTransport;
import dev.keyward.remote.http.TransportLimits;
import dev.keyward.remote.http.TrustAnchors;
import dev.keyward.remote.region.FailoverCalls;
import dev.keyward.remote.region.FailoverCalls.Region;
import dev.keyward.remote.resilience.Bulkhead;
import dev.keyward.remote.resilience.CircuitBreaker;
import dev.keyward.remote.resilience.RetryBudget;
import dev.keyward.remote.resilience.RetryPolicy;
import dev.keyward.remote.resilience.SendRate;
import dev.keyward.remote.resilience.SkewedClock;
import dev.keyward.remote.resilience.Waiter;
import dev.keyward.remote.telemetry.Meters;
import dev.keyward.remote.wire.KmsCalls;
import dev.keyward.remote.wire.RegionClient;
import dev.keyward.remote.wire.Resilience;
import dev.keyward.remote.wire.Resilience.CallLimits;
import dev.keyward.remote.wire.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts the rooms together. */
final class RemoteClient {
  private static final int MOST_WAITING = 200;

  /** With another Region to go to, this one is given up soon enough to be elsewhere within 3 s. */
  private static final CallLimits IMPATIENT =
      new CallLimits(Duration.ofMillis(2300), Duration.ofMillis(2300), Duration.ofMillis(500));

  private static final int IMPATIENT_ATTEMPTS = 2;

  private final RemoteSettings settings;
  private final EndpointChoice choice;
  private final Means means;
  private final Meters meters = new Meters();
  private final PublicKeyPins pins = new PublicKeyPins();
  private final HttpTransport transport;
  private final HttpTransport identityTransport;
  private final CredentialCache credentials;
  private final Map<String, Resilience> byRegion = new LinkedHashMap<>();

  /** What surrounds the client; tests have their own. */
  record Means(Environment environment, InstantSource clock, Waiter waiter) {
    static Means ofProcess() {
      return new Means(Environment.ofProcess(), InstantSource.system(), Waiter.system());
    }
  }

  private RemoteClient(RemoteSettings settings, EndpointChoice choice, Means means) {
    this.settings = settings;
    this.choice = choice;
    this.means = means;
    this.transport = new HttpTransport(settings.transport(), new TrustAnchors(choice.bundle()));
    this.identityTransport =
        new HttpTransport(TransportLimits.DEFAULT, new TrustAnchors(Optional.empty()));
    this.credentials =
        CredentialCache.of(
            new CredentialChain(
                new CredentialChain.Means(
                    means.environment(),
                    () -> identityTransport,
                    means.clock(),
                    means.waiter(),
                    choice.region(),
                    choice.tokenService(),
                    settings.isInstanceMetadataAllowed())),
            means.clock(),
            means.waiter());
  }

  static RemoteClient of(BackendSettings settings, Means means) {
    RemoteSettings read = RemoteSettings.of(settings);
    String origin = settings.origin("backend");
    try {
      return new RemoteClient(read, EndpointChoice.of(read, means.environment(), origin), means);
    } catch (CredentialException e) {
      throw new IllegalArgumentException(origin + ": " + e.getMessage(), e);
    }
  }

  /** Where the keys are, for messages. */
  String location() {
    return choice.target(choice.region()).toString();
  }

  /** How many connections calls hold at the moment. */
  int connectionsInUse() {
    return transport.connectionsInUse();
  }

  /** For those who administer keys: every answer comes from the service. */
  RemoteKms direct() {
    return kms(calls());
  }

  /** For those who use keys. */
  RemoteKms cached() {
    return kms(
        new CachedCalls(
            calls(), settings.metadataAge(), settings.calls().dataPlane(), means.waiter(), meters));
  }

  private RemoteKms kms(KmsCalls calls) {
    RemoteHealth health = new RemoteHealth(location(), meters, List.copyOf(byRegion.values()));
    return new RemoteKms(new Owned(calls, this), health);
  }

  private KmsCalls calls() {
    KmsCalls home = client(choice.region(), settings.calls(), settings.retries());
    if (settings.failover().isEmpty()) {
      return home;
    }
    Set<String> regions = new LinkedHashSet<>();
    regions.add(choice.region());
    regions.addAll(settings.failover());
    RetryPolicy retries = settings.retries();
    RetryPolicy impatient =
        new RetryPolicy(
            Math.min(retries.attempts(), IMPATIENT_ATTEMPTS),
            retries.throttledAttempts(),
            retries.base(),
            retries.cap());
    List<Region> places = new ArrayList<>();
    regions.forEach(name -> places.add(new Region(name, client(name, IMPATIENT, impatient))));
    return new FailoverCalls(home, places, means.waiter(), meters);
  }

  private KmsCalls client(String region, CallLimits limits, RetryPolicy retries) {
    Target target = choice.target(region);
    Resilience shared = byRegion.computeIfAbsent(region, name -> resilience());
    Resilience own =
        new Resilience(
            limits,
            retries,
            shared.budget(),
            shared.breaker(),
            shared.rate(),
            shared.bulkhead(),
            shared.clock(),
            shared.waiter(),
            shared.random());
    return new CheckedCalls(
        new RegionClient(target, transport, credentials, own, meters),
        pins,
        meters,
        means.waiter());
  }

  private Resilience resilience() {
    Waiter waiter = means.waiter();
    return new Resilience(
        settings.calls(),
        settings.retries(),
        new RetryBudget(),
        new CircuitBreaker(waiter),
        new SendRate(waiter),
        new Bulkhead(settings.transport().connections(), MOST_WAITING),
        new SkewedClock(means.clock()),
        waiter,
        () -> JdkRandom.shared().nextDouble());
  }

  /** Calls that close what was opened for them. */
  private record Owned(KmsCalls calls, RemoteClient client) implements KmsCalls {
    @Override
    public Record call(String operation, Record request) {
      return calls.call(operation, request);
    }

    @Override
    public void close() {
      calls.close();
      client.credentials.close();
      client.transport.close();
      client.identityTransport.close();
    }
  }
}
