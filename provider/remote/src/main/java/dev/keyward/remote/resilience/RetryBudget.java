package dev.keyward.remote.resilience;

/**
 * Retries that an endpoint may still cost. In an outage it is used up at once, and the clients of a
 * service that struggles do not come with three times the requests. First attempts are free.
 * Thread-safe.
 */
public final class RetryBudget {
  /** What there is at first, and at most. */
  public static final int FULL = 500;

  /** Price of a retry after a transient failure. */
  public static final int TRANSIENT = 14;

  /** Price of a retry after throttling. */
  public static final int THROTTLED = 5;

  private int tokens = FULL;

  /** A full budget. */
  public RetryBudget() {}

  /**
   * Pays for a retry.
   *
   * @param price what it costs
   * @return false if there is not enough left; then nothing was paid
   */
  public synchronized boolean pay(int price) {
    if (tokens < price) {
      return false;
    }
    tokens -= price;
    return true;
  }

  /**
   * A call succeeded.
   *
   * @param lastPrice what its last retry cost; 0 if the first attempt succeeded
   */
  public synchronized void succeeded(int lastPrice) {
    tokens = Math.min(FULL, tokens + Math.max(1, lastPrice));
  }

  /**
   * What is left.
   *
   * @return 0 to {@value #FULL}
   */
  public synchronized int left() {
    return tokens;
  }
}
