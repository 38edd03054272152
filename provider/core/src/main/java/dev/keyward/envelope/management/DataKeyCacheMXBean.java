package dev.keyward.envelope.management;

/**
 * What can be seen of a provider's data keys with the tools for MBeans: how often a message needed
 * the key service, and how often not. What the key service's own keys were asked for, its client
 * shows.
 */
public interface DataKeyCacheMXBean {

  /**
   * Messages that used a data key already there.
   *
   * @return since the provider was opened
   */
  long getHits();

  /**
   * Data keys fetched because none was usable.
   *
   * @return since the provider was opened
   */
  long getMisses();

  /**
   * Data keys fetched ahead of need.
   *
   * @return since the provider was opened
   */
  long getRefreshes();

  /**
   * Data keys dropped before or at the end of their time.
   *
   * @return since the provider was opened
   */
  long getEvictions();

  /**
   * Data keys held now.
   *
   * @return a count
   */
  int getEntries();
}
