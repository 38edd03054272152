package dev.keyward.embedded.store;

/**
 * The ring in memory does not fit the database: another process added an epoch or destroyed one.
 * Never leaves this package: the ring is read again.
 */
final class OtherEpochException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OtherEpochException(int epoch) {
    super("epoch " + epoch, null, false, false);
  }
}
