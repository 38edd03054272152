package dev.keyward.doubles;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A wall clock and a monotonic clock that move only when told. */
public final class ManualClock implements InstantSource {
  private final AtomicLong wallMillis = new AtomicLong(1_800_000_000_000L);
  private final AtomicLong nanos = new AtomicLong(-7);

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(wallMillis.get());
  }

  public long nanos() {
    return nanos.get();
  }

  public void advance(Duration time) {
    advanceWall(time);
    advanceMonotonic(time);
  }

  public void advanceWall(Duration time) {
    wallMillis.addAndGet(time.toMillis());
  }

  public void advanceMonotonic(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
