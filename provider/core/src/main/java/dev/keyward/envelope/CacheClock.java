package dev.keyward.envelope;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Two clocks, because each can stand still or jump alone: the wall clock stops nobody who sets it
 * back, the monotonic one does not run while a machine is suspended.
 */
record CacheClock(InstantSource wall, LongSupplier nanoTicker) {

  static CacheClock system() {
    return new CacheClock(InstantSource.system(), System::nanoTime);
  }

  long nanos() {
    return nanoTicker.getAsLong();
  }

  /** The age of something that began at the given two times: the greater of both answers. */
  long ageNanos(long startNanos, long startMillis) {
    long monotonic = nanoTicker.getAsLong() - startNanos;
    long wallMillis = wall.millis() - startMillis;
    // A difference beyond any allowed age only has to stay beyond it.
    long wallNanos = Math.min(wallMillis, Long.MAX_VALUE / 1_000_000) * 1_000_000;
    return Math.max(monotonic, wallNanos);
  }
}
