package dev.keyward.envelope;

import dev.keyward.failure.KmsException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The place of one data key in the cache. At most one thread at a time asks the key service for it;
 * the others wait for the outcome, or go on with the present data key while it is good.
 */
final class CacheSlot {
  private final DataKeyCache cache;
  private final AtomicReference<CachedDataKey> current = new AtomicReference<>();
  private final AtomicReference<CompletableFuture<CachedDataKey>> flight = new AtomicReference<>();
  private volatile boolean refreshFailed;
  private volatile long nextRefreshNanos;

  CacheSlot(DataKeyCache cache) {
    this.cache = cache;
  }

  /**
   * Returns a data key that admitted one more message.
   *
   * @param loader asks the key service
   * @param keeper called after each successful load; false if the cache no longer has this slot
   */
  CachedDataKey acquire(
      DataKeySource source, Supplier<CachedDataKey> loader, BooleanSupplier keeper) {
    while (true) {
      CachedDataKey present = current.get();
      CacheClock.Reading now = cache.clock().read();
      if (present != null && present.tryUse(source, cache.limits(), now)) {
        cache.countHit();
        if (present.ageNanos(now) >= cache.refreshNanos()) {
          refresh(present, loader, keeper);
        }
        return present;
      }
      if (present != null) {
        retire(present);
      }
      CachedDataKey fetched = fetchOrWait(source, loader, keeper);
      if (fetched != null) {
        return fetched;
      }
    }
  }

  CachedDataKey present() {
    return current.get();
  }

  boolean isUnused() {
    return current.get() == null && flight.get() == null;
  }

  /** Drops a data key, if it is still the present one. */
  void retire(CachedDataKey dataKey) {
    if (current.compareAndSet(dataKey, null)) {
      cache.countEviction();
      dataKey.close();
    }
  }

  /** Fetches a data key and uses it; or waits for the thread that fetches, and returns null. */
  private CachedDataKey fetchOrWait(
      DataKeySource source, Supplier<CachedDataKey> loader, BooleanSupplier keeper) {
    CompletableFuture<CachedDataKey> mine = new CompletableFuture<>();
    CompletableFuture<CachedDataKey> other = flight.compareAndExchange(null, mine);
    if (other != null) {
      await(other);
      return null;
    }
    cache.countMiss();
    CachedDataKey fetched = fly(mine, loader, keeper);
    // Whoever fetched it may use it whatever the limits are: so every call gets ahead.
    fetched.tryUse(source, cache.limits(), cache.clock().read());
    return fetched;
  }

  private static void await(CompletableFuture<CachedDataKey> flight) {
    try {
      flight.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private void refresh(
      CachedDataKey present, Supplier<CachedDataKey> loader, BooleanSupplier keeper) {
    if (refreshFailed && cache.clock().read().nanos() - nextRefreshNanos < 0) {
      return;
    }
    CompletableFuture<CachedDataKey> mine = new CompletableFuture<>();
    if (flight.compareAndSet(null, mine)) {
      cache.countRefresh();
      try {
        fly(mine, loader, keeper);
        refreshFailed = false;
      } catch (KmsException e) {
        if (!e.isRetryable()) {
          retire(present);
          throw e;
        }
        postponeRefresh();
      } catch (RuntimeException e) {
        // The present key is still good; at its end the failure reaches the caller.
        postponeRefresh();
      }
    }
  }

  /** An outage must not be answered with one request per message. */
  private void postponeRefresh() {
    nextRefreshNanos = cache.clock().read().nanos() + cache.limits().maxAge().toNanos() / 20;
    refreshFailed = true;
  }

  private CachedDataKey fly(
      CompletableFuture<CachedDataKey> mine,
      Supplier<CachedDataKey> loader,
      BooleanSupplier keeper) {
    try {
      CachedDataKey fetched = loader.get();
      CachedDataKey replaced = current.getAndSet(fetched);
      if (replaced != null) {
        cache.countEviction();
        replaced.close();
      }
      if (!keeper.getAsBoolean()) {
        current.compareAndSet(fetched, null);
        fetched.closeAfterUse();
      }
      flight.set(null);
      mine.complete(fetched);
      return fetched;
    } catch (RuntimeException | Error e) {
      flight.set(null);
      mine.completeExceptionally(e);
      throw e;
    }
  }
}
