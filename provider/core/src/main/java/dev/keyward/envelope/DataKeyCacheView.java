package dev.keyward.envelope;

import dev.keyward.envelope.management.DataKeyCacheMXBean;

/** A cache's statistics, one by one. */
record DataKeyCacheView(DataKeyCache cache) implements DataKeyCacheMXBean {

  @Override
  public long getHits() {
    return cache.statistics().hits();
  }

  @Override
  public long getMisses() {
    return cache.statistics().misses();
  }

  @Override
  public long getRefreshes() {
    return cache.statistics().refreshes();
  }

  @Override
  public long getEvictions() {
    return cache.statistics().evictions();
  }

  @Override
  public int getEntries() {
    return cache.statistics().entries();
  }
}
