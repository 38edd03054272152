package dev.keyward.envelope;

import dev.keyward.failure.KeywardException;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference;
import dev.keyward.secret.DataKey;
import dev.keyward.telemetry.ManagedBean;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Keeps what is derived from data keys, so that the key service is asked once per data key and not
 * once per message.
 *
 * <p>A data key is found again only for the same owner, KMS key, suite, encryption context and, for
 * opening, encrypted data key. It is dropped when it is too old by either clock, used up, least
 * recently used in a full cache, when the key service reports another generation of its KMS key, or
 * when a refresh is refused for good. Dropped data keys are wiped. Thread-safe; owns no thread.
 */
public final class DataKeyCache implements AutoCloseable {
  private static final byte[] NO_ENCRYPTED_KEY = {};

  private final CacheLimits limits;
  private final CacheClock clock;
  private final Map<CacheKey, CacheSlot> sealing = new ConcurrentHashMap<>();
  private final Map<CacheKey, CacheSlot> opening = new ConcurrentHashMap<>();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder refreshes = new LongAdder();
  private final LongAdder evictions = new LongAdder();
  private final ManagedBean bean = new ManagedBean("DataKeyCache", new DataKeyCacheView(this));
  private volatile boolean closed;

  /**
   * Makes an empty cache.
   *
   * @param limits how long data keys are kept
   */
  public DataKeyCache(CacheLimits limits) {
    this(limits, CacheClock.system());
  }

  /**
   * Makes an empty cache with clocks of the caller.
   *
   * @param limits how long data keys are kept
   * @param wall the wall clock
   * @param nanoTicker a monotonic clock like {@code System.nanoTime()}
   */
  public DataKeyCache(CacheLimits limits, InstantSource wall, LongSupplier nanoTicker) {
    this(limits, new CacheClock(wall, nanoTicker));
  }

  private DataKeyCache(CacheLimits limits, CacheClock clock) {
    this.limits = Objects.requireNonNull(limits, "limits");
    this.clock = clock;
  }

  /** A data key to seal one message with. */
  CachedDataKey forSealing(DataKeySource source, EncryptionContext context) {
    KeyReference key = source.sealingKey();
    return find(
        sealing,
        new CacheKey(source.owner(), Optional.of(key), context, NO_ENCRYPTED_KEY),
        source,
        () -> {
          long generation = source.generation(key);
          try (DataKey dataKey = source.generate(context)) {
            return keep(derive(dataKey, dataKey.encrypted(), context), key, generation, true);
          }
        });
  }

  /** The data key to open one message with. The message's commitment is not compared here. */
  CachedDataKey forOpening(DataKeySource source, byte[] encrypted, EncryptionContext context) {
    return find(
        opening,
        new CacheKey(source.owner(), source.openingKey(), context, encrypted),
        source,
        () -> {
          Optional<KeyReference> expected = source.openingKey();
          long before = expected.map(source::generation).orElse(0L);
          try (DataKey dataKey = source.open(encrypted.clone(), context)) {
            // Without an expected key the ciphertext names it, so its generation is known late.
            KeyReference key = expected.orElse(dataKey.kmsKey());
            long generation = expected.isPresent() ? before : source.generation(key);
            return keep(derive(dataKey, encrypted, context), key, generation, false);
          }
        });
  }

  /**
   * Tells whether a data key got before may be used for one more message, and counts that message.
   * False also when it is time to refresh: the way through the map sees to that.
   */
  boolean mayReuse(CachedDataKey last, DataKeySource source) {
    CacheClock.Reading now = clock.read();
    boolean reused =
        limits.enabled() && last.ageNanos(now) < refreshNanos() && last.tryUse(source, limits, now);
    if (reused) {
      countHit();
    }
    return reused;
  }

  /**
   * What the cache did.
   *
   * @return a snapshot
   */
  public CacheStatistics statistics() {
    return new CacheStatistics(
        hits.sum(), misses.sum(), refreshes.sum(), evictions.sum(), entries());
  }

  /** Drops and wipes every data key that is too old. Called by itself whenever one is fetched. */
  public void sweep() {
    sweep(sealing);
    sweep(opening);
  }

  /** Drops and wipes all data keys. */
  public void clear() {
    clear(sealing);
    clear(opening);
  }

  /** Wipes all data keys and refuses further use. */
  @Override
  public void close() {
    closed = true;
    bean.close();
    clear();
  }

  CacheLimits limits() {
    return limits;
  }

  CacheClock clock() {
    return clock;
  }

  /** The age from which on a data key is fetched ahead of need: 75 % of the allowed one. */
  long refreshNanos() {
    return limits.maxAge().toNanos() / 4 * 3;
  }

  void countHit() {
    hits.increment();
  }

  void countMiss() {
    bean.show();
    misses.increment();
  }

  void countRefresh() {
    refreshes.increment();
  }

  void countEviction() {
    evictions.increment();
  }

  private static MessageKeys derive(DataKey dataKey, byte[] encrypted, EncryptionContext context) {
    return MessageKeys.derive(dataKey, encrypted, context, AesGcm.chosen());
  }

  private CachedDataKey keep(
      MessageKeys keys, KeyReference trackedKey, long generation, boolean forSealing) {
    return new CachedDataKey(
        keys, trackedKey, generation, clock.read(), forSealing, !limits.enabled());
  }

  private CachedDataKey find(
      Map<CacheKey, CacheSlot> slots,
      CacheKey key,
      DataKeySource source,
      Supplier<CachedDataKey> loader) {
    if (closed) {
      throw new KeywardException(
          "Closed", "The provider's data-key cache is closed. Configure a new provider.", null);
    }
    if (!limits.enabled()) {
      countMiss();
      return loader.get();
    }
    CacheSlot slot = slots.get(key);
    if (slot == null) {
      slot = slots.computeIfAbsent(key, ignored -> new CacheSlot(this));
    }
    return acquire(slots, key, slot, source, loader);
  }

  private CachedDataKey acquire(
      Map<CacheKey, CacheSlot> slots,
      CacheKey key,
      CacheSlot slot,
      DataKeySource source,
      Supplier<CachedDataKey> loader) {
    try {
      return slot.acquire(
          source,
          () -> {
            sweep();
            return loader.get();
          },
          () -> keep(slots, key, slot));
    } finally {
      if (slot.isUnused()) {
        slots.remove(key, slot);
      }
    }
  }

  /** Puts a slot with a new data key into its map; false if it must not stay. */
  private boolean keep(Map<CacheKey, CacheSlot> slots, CacheKey key, CacheSlot slot) {
    CacheSlot other = slots.putIfAbsent(key, slot);
    if (closed || other != null && other != slot) {
      return false;
    }
    while (slots.size() > limits.maxEntries() && dropLeastRecentlyUsed(slots, slot)) {
      // one at a time
    }
    return true;
  }

  private static boolean dropLeastRecentlyUsed(Map<CacheKey, CacheSlot> slots, CacheSlot spared) {
    Map.Entry<CacheKey, CacheSlot> oldest = null;
    long oldestUse = 0;
    for (Map.Entry<CacheKey, CacheSlot> entry : slots.entrySet()) {
      CachedDataKey present = entry.getValue().present();
      if (present != null
          && entry.getValue() != spared
          && (oldest == null || present.lastUseNanos() - oldestUse < 0)) {
        oldest = entry;
        oldestUse = present.lastUseNanos();
      }
    }
    return oldest != null && drop(slots, oldest.getKey(), oldest.getValue());
  }

  private static boolean drop(Map<CacheKey, CacheSlot> slots, CacheKey key, CacheSlot slot) {
    boolean removed = slots.remove(key, slot);
    CachedDataKey present = slot.present();
    if (present != null) {
      slot.retire(present);
    }
    return removed;
  }

  private void sweep(Map<CacheKey, CacheSlot> slots) {
    CacheClock.Reading now = clock.read();
    slots.forEach(
        (key, slot) -> {
          CachedDataKey present = slot.present();
          if (present != null && present.ageNanos(now) >= limits.maxAge().toNanos()) {
            slot.retire(present);
            if (slot.isUnused()) {
              slots.remove(key, slot);
            }
          }
        });
  }

  private static void clear(Map<CacheKey, CacheSlot> slots) {
    slots.forEach((key, slot) -> drop(slots, key, slot));
  }

  private int entries() {
    return (int)
        Stream.of(sealing, opening)
            .flatMap(slots -> slots.values().stream())
            .filter(slot -> slot.present() != null)
            .count();
  }

  /** Shows how many data keys there are. */
  @Override
  public String toString() {
    return "DataKeyCache[" + entries() + " data keys]";
  }
}
