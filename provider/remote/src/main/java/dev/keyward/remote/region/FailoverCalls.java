package dev.keyward.remote.region;

import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.remote.resilience.Waiter;
import dev.keyward.remote.telemetry.Meters;
import dev.keyward.remote.telemetry.Meters.Count;
import dev.keyward.remote.wire.KmsCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls that use a multi-Region key go to the next listed Region when one is dark, stay there for a
 * minute, and come back. Everything else goes to the first Region and nowhere else.
 */
public final class FailoverCalls implements KmsCalls {
  private static final long DARK_FOR = Duration.ofSeconds(60).toNanos();
  private static final Set<String> OWN_FAULTS =
      Set.of("TooManyCalls", "Interrupted", "CredentialsUnavailable");

  private final KmsCalls home;
  private final List<Place> places;
  private final MultiRegionKeys keys;
  private final Waiter time;
  private final Meters meters;

  /**
   * A Region.
   *
   * @param name for example {@code eu-west-1}
   * @param calls its calls, which give up soon because there are others; owned
   */
  public record Region(String name, KmsCalls calls) {}

  private record Place(Region region, AtomicLong darkSince, AtomicLong dark) {}

  /**
   * Calls over several Regions.
   *
   * @param home calls of the first Region with all patience, for what must not go elsewhere; owned
   * @param regions the listed Regions in their order, the first one first
   * @param time the clock
   * @param meters where calls that went elsewhere are counted
   */
  public FailoverCalls(KmsCalls home, List<Region> regions, Waiter time, Meters meters) {
    this.home = home;
    this.keys = new MultiRegionKeys(time);
    this.places =
        regions.stream()
            .map(region -> new Place(region, new AtomicLong(), new AtomicLong()))
            .toList();
    this.time = time;
    this.meters = meters;
  }

  @Override
  public Record call(String operation, Record request) {
    Optional<String> key = keys.find(operation, request);
    if (key.isEmpty()) {
      try {
        Record response = home.call(operation, request);
        keys.learn(operation, request, response, true);
        return response;
      } finally {
        // Also if nobody knows whether it was.
        keys.changed(request);
      }
    }
    RuntimeException last = null;
    for (Place place : inOrder()) {
      try {
        Record response = callAt(place, operation, request, key.get());
        keys.learn(operation, request, response, place == places.get(0));
        place.dark().set(0);
        return response;
      } catch (BackendUnavailableException e) {
        if (isOwnFault(e)) {
          throw e;
        }
        last = darkened(place, e);
      } catch (KmsServiceException e) {
        if (place == places.get(0) && e.is(ErrorCode.NOT_FOUND)) {
          keys.unlearn(request);
        }
        if (!isServiceFault(e)) {
          throw e;
        }
        last = darkened(place, e);
      }
    }
    throw last;
  }

  private Record callAt(Place place, String operation, Record request, String key) {
    String region = place.region().name();
    boolean isHome = place == places.get(0);
    if (isHome) {
      return place.region().calls().call(operation, request);
    }
    meters.add(Count.FAILED_OVER);
    Record response =
        place.region().calls().call(operation, KeyRewriting.toRegion(request, key, region));
    return KeyRewriting.answerFor(response, places.get(0).region().name());
  }

  private List<Place> inOrder() {
    List<Place> order = new ArrayList<>();
    List<Place> dark = new ArrayList<>();
    for (Place place : places) {
      boolean isDark =
          place.dark().get() == 1 && time.nanoTime() - place.darkSince().get() < DARK_FOR;
      (isDark ? dark : order).add(place);
    }
    order.addAll(dark);
    return order;
  }

  private RuntimeException darkened(Place place, RuntimeException e) {
    place.darkSince().set(time.nanoTime());
    place.dark().set(1);
    return e;
  }

  /** Too many threads here, an interrupt, no credentials yet: another Region would not help. */
  private static boolean isOwnFault(BackendUnavailableException e) {
    return OWN_FAULTS.contains(e.code());
  }

  private static boolean isServiceFault(KmsServiceException e) {
    return e.is(ErrorCode.KMS_INTERNAL)
        || e.is(ErrorCode.DEPENDENCY_TIMEOUT)
        || e.is(ErrorCode.KEY_UNAVAILABLE);
  }

  static boolean isMultiRegion(String keyArn) {
    try {
      return KeyArn.parse(keyArn).keyId().isMultiRegion();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public void close() {
    home.close();
    places.forEach(place -> place.region().calls().close());
  }
}
