package dev.keyward.remote.resilience;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The clock of this machine, corrected by what the service said when it refused a signature for its
 * time. Thread-safe.
 */
public final class SkewedClock implements InstantSource {
  /** Signatures are good for five minutes; a smaller difference is not what is wrong. */
  private static final Duration LEAST = Duration.ofMinutes(4);

  /** A clock that is off by more is not a wrong clock but a wrong answer. */
  private static final Duration MOST = Duration.ofHours(24);

  private static final Duration OBSERVED_EVERY = Duration.ofMinutes(1);

  private final InstantSource local;
  private volatile Duration offset = Duration.ZERO;
  private volatile Instant lastObserved;
  private volatile Duration observed;

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
   * The service told its time. Looked at now and then only.
   *
   * @param theirs reads the time of an answer; empty if it has none
   */
  public void observe(Supplier<Optional<Instant>> theirs) {
    Instant now = local.instant();
    Instant last = lastObserved;
    if (last == null || Duration.between(last, now).abs().compareTo(OBSERVED_EVERY) > 0) {
      lastObserved = now;
      theirs.get().ifPresent(time -> observed = Duration.between(now, time));
    }
  }

  /**
   * How far the clock of this machine is behind that of the service, as its answers tell.
   *
   * @return to the second; empty before the first answer
   */
  public Optional<Duration> observed() {
    return Optional.ofNullable(observed);
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
