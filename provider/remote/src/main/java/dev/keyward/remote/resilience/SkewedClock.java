package dev.keyward.remote.resilience;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of this machine, corrected by what the service said when it refused a signature for its
 * time. Thread-safe.
 */
public final class SkewedClock implements InstantSource {
  /** Signatures are good for five minutes; a smaller difference is not what is wrong. */
  private static final Duration LEAST = Duration.ofMinutes(4);

  /** A clock that is off by more is not a wrong clock but a wrong answer. */
  private static final Duration MOST = Duration.ofHours(24);

  private final InstantSource local;
  private volatile Duration offset = Duration.ZERO;

  /**
   * A clock that is believed until a service contradicts it.
   *
   * @param local the clock of this machine
   */
  public SkewedClock(InstantSource local) {
    this.local = local;
  }

  @Override
  public Instant instant() {
    return local.instant().plus(offset);
  }

  /**
   * The service refused a signature; this is the time it has.
   *
   * @param theirs the time of an answer that is known to come from the service
   * @return true if the clock was the reason and has been corrected
   */
  public boolean correct(Instant theirs) {
    Duration difference = Duration.between(local.instant(), theirs);
    boolean isReason = difference.minus(offset).abs().compareTo(LEAST) > 0;
    if (!isReason || difference.abs().compareTo(MOST) > 0) {
      return false;
    }
    offset = difference;
    return true;
  }

  /**
   * How far the clock of this machine is behind.
   *
   * @return zero if nobody complained
   */
  public Duration offset() {
    return offset;
  }
}
