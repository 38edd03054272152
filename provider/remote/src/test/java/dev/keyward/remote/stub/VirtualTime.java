package dev.keyward.remote.stub;

import dev.keyward.remote.resilience.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes by waiting. */
public final class VirtualTime implements Waiter, InstantSource {
  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
  private final Instant start;

  public VirtualTime(Instant start) {
    this.start = start;
  }

  public VirtualTime() {
    this(Instant.parse("2026-01-15T12:00:00Z"));
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public void await(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  public void pass(Duration time) {
    await(time);
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos.get() - 1_000_000_000L);
  }
}
