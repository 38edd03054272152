package dev.keyward.envelope;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Two clocks, because each can stand still or jump alone: anybody can set the wall clock back, and
 * the monotonic one does not run while a machine is suspended.
 */
record CacheClock(InstantSource wall, LongSupplier nanoTicker) {

  /**
   * Both clocks at one moment.
   *
   * @param nanos monotonic; only differences mean something
   * @param millis since 1970
   */
  record Reading(long nanos, long millis) {}

  static CacheClock system() {
    return new CacheClock(InstantSource.system(), System::nanoTime);
  }

  Reading read() {
    return new Reading(nanoTicker.getAsLong(), wall.millis());
  }
}
