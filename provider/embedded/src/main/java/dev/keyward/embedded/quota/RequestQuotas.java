package dev.keyward.embedded.quota;

import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The request quotas of all accounts and Regions: a token bucket for each account, Region and
 * category, that holds what one second allows. Thread-safe; without locks on the way of a request.
 *
 * <p>They belong to one open store in one JVM: processes that share a store count for themselves.
 */
public final class RequestQuotas {
  /** The text that clients and alarms know. */
  static final String THROTTLED =
      "You have exceeded the rate at which you may call KMS."
          + " Reduce the frequency of your calls.";

  /** More accounts than one store has; the names come from authenticated callers and keys. */
  private static final int MAX_BUCKETS = 100_000;

  private final QuotaSettings settings;
  private final LongSupplier nanos;
  private final RequestRates rates = RequestRates.aws();
  private final ConcurrentHashMap<Place, TokenBucket> buckets = new ConcurrentHashMap<>();

  /** Whose bucket it is; {@code part} is a custom key store, or empty. */
  private record Place(String account, String region, String category, String part) {}

  /**
   * Makes full buckets.
   *
   * @param settings which quotas are on
   * @param nanos a clock that only goes forward, such as {@code System::nanoTime}
   */
  public RequestQuotas(QuotaSettings settings, LongSupplier nanos) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.nanos = Objects.requireNonNull(nanos, "nanos");
  }

  /**
   * Counts one request.
   *
   * @param account the account that is charged: the caller's, also for a key of another account
   * @param region the Region
   * @param category what kind of request
   * @throws KmsServiceException with code ThrottlingException if the quota is used up
   */
  public void charge(String account, String region, RequestCategory category) {
    charge(account, region, category, 1);
  }

  /**
   * Counts a request that is as dear as several, such as the keys that ReplicateKey creates.
   *
   * @param account the account that is charged
   * @param region the Region
   * @param category what kind of request
   * @param times how many it counts for
   * @throws KmsServiceException with code ThrottlingException if the quota is used up
   */
  public void charge(String account, String region, RequestCategory category, int times) {
    if (!settings.isOff()) {
      charge(new Place(account, region, category.name(), ""), category, times);
    }
  }

  /**
   * Counts a cryptographic operation in a custom key store, besides the account's own quota.
   *
   * @param account the store's account
   * @param region the Region
   * @param keyStoreId the custom key store
   * @throws KmsServiceException with code ThrottlingException if the quota is used up
   */
  public void chargeKeyStore(String account, String region, String keyStoreId) {
    if (!settings.isOff()) {
      RequestCategory category = RequestCategory.CUSTOM_KEY_STORE;
      charge(new Place(account, region, category.name(), keyStoreId), category, 1);
    }
  }

  private void charge(Place place, RequestCategory category, int times) {
    double rate = rate(category, place.region());
    if (rate == Double.POSITIVE_INFINITY) {
      return;
    }
    TokenBucket bucket = buckets.get(place);
    if (bucket == null) {
      bucket = bucket(place, rate);
    }
    if (!bucket.take(times, nanos.getAsLong())) {
      throw new KmsServiceException(ErrorCode.THROTTLING, THROTTLED);
    }
  }

  private TokenBucket bucket(Place place, double rate) {
    if (buckets.size() >= MAX_BUCKETS) {
      // The memory stays bounded; that everybody starts with a full bucket is the lesser evil.
      buckets.clear();
    }
    return buckets.computeIfAbsent(place, any -> new TokenBucket(rate, nanos.getAsLong()));
  }

  private double rate(RequestCategory category, String region) {
    Double override = settings.overrides().get(category.name());
    if (override != null) {
      return override;
    }
    return settings.factor() == 0
        ? Double.POSITIVE_INFINITY
        : settings.factor() * rates.rate(category, region);
  }
}
