package dev.keyward.remote.credentials;

import dev.keyward.remote.resilience.Waiter;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Keeps credentials as long as they are good. They are fetched anew five minutes before they
 * expire, once for all threads; also when a file they came from changed, and once when the service
 * says that they expired. Nothing is read before the first call. Nobody waits longer than he says.
 * After a fetch the next one waits ten seconds, or for a change of a file, also if what came is due
 * or expired already; until then all calls share the result, be it a failure.
 */
public final class CredentialCache implements AutoCloseable {
  private static final Duration EARLY = Duration.ofMinutes(5);
  private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();
  private static final long TRY_AGAIN_AFTER = Duration.ofSeconds(10).toNanos();

  /** Who could go on with what he has waits no longer than this for something newer. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final CredentialSource source;
  private final InstantSource clock;
  private final Waiter time;
  private volatile Held held;
  private volatile long looked;

  // What follows is guarded by this.
  private CredentialFlight flight;
  private boolean closed;
  private Landing landing;
  private long forced;
  private boolean wasForced;

  private record Held(Credentials credentials, Object fingerprint) {}

  /** The end of a fetch, why it has no result or null, and what the places looked like then. */
  private record Landing(RuntimeException failure, Object fingerprint, long when) {}

  CredentialCache(CredentialSource source, InstantSource clock, Waiter time) {
    this.source = source;
    this.clock = clock;
    this.time = time;
  }

  /**
   * A cache over all places where credentials may be.
   *
   * @param chain the places
   * @param clock the time that expiry is judged by
   * @param time how often files are looked at
   * @return an empty cache
   */
  public static CredentialCache of(CredentialChain chain, InstantSource clock, Waiter time) {
    return new CredentialCache(chain, clock, time);
  }

  /**
   * Credentials that are good now.
   *
   * @param atMost how long the caller can wait for them
   * @return a copy; the caller closes it
   * @throws SlowCredentialsException if there are none yet
   * @throws CredentialException if there are none
   */
  public Credentials current(Duration atMost) {
    for (int tries = 0; ; tries++) {
      Held now = usable(atMost);
      try {
        return now.credentials().copy();
      } catch (IllegalStateException e) {
        // Another thread has just replaced them.
        if (tries > 2) {
          throw new CredentialException("The credentials were closed.");
        }
      }
    }
  }

  private Held usable(Duration atMost) {
    Held now = held;
    if (now != null && !isDue(now.credentials()) && !isChanged(now.fingerprint())) {
      return now;
    }
    if (now != null && !isExpired(now.credentials())) {
      // Still good, also if their file is gone: one thread waits for new ones, the others go on.
      fetchEarly(now, atMost.compareTo(PATIENCE) < 0 ? atMost : PATIENCE);
      return held;
    }
    if (isTooSoon(now)) {
      return now;
    }
    underWay(now).ifPresent(fetch -> fetch.await(atMost));
    return held;
  }

  /**
   * Each call would ask a token service that is dark, or run a program that fails or hands out what
   * is expired, anew.
   *
   * @return true if the last fetch has only just brought what was seen
   * @throws CredentialException if it has only just failed
   */
  private boolean isTooSoon(Held seen) {
    Landing last;
    synchronized (this) {
      last = flight == null && held == seen ? landing : null;
    }
    if (!isRecent(last) || !source.fingerprint().equals(last.fingerprint())) {
      return false;
    }
    if (last.failure() != null) {
      throw CredentialFlight.shared(last.failure());
    }
    return seen != null;
  }

  private boolean isRecent(Landing last) {
    return last != null && time.nanoTime() - last.when() < TRY_AGAIN_AFTER;
  }

  private void fetchEarly(Held now, Duration atMost) {
    Landing last;
    Optional<CredentialFlight> fetch;
    synchronized (this) {
      last = landing;
    }
    if (isRecent(last) && !isChanged(last.fingerprint())) {
      return;
    }
    synchronized (this) {
      if (landing != last || flight != null) {
        return;
      }
      fetch = underWay(now);
    }
    try {
      fetch.ifPresent(mine -> mine.await(atMost));
    } catch (CredentialException e) {
      // What is there is good enough until it expires.
    }
  }

  /** The fetch that replaces what was seen; empty if that was replaced already. */
  private synchronized Optional<CredentialFlight> underWay(Held seen) {
    if (closed) {
      throw new CredentialException("The credentials were closed.");
    }
    if (held != seen) {
      return Optional.empty();
    }
    if (flight == null) {
      flight = CredentialFlight.of(this::fetch);
    }
    return Optional.of(flight);
  }

  private void fetch() {
    Held found = null;
    RuntimeException failure = null;
    Object fingerprint = null;
    try {
      fingerprint = source.fingerprint();
      found =
          new Held(
              source
                  .load()
                  .orElseThrow(() -> new CredentialException("No AWS credentials were found.")),
              fingerprint);
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    } finally {
      landed(found, new Landing(failure, fingerprint, time.nanoTime()));
    }
  }

  private synchronized void landed(Held found, Landing now) {
    flight = null;
    landing = now;
    if (found == null) {
      return;
    }
    if (closed) {
      found.credentials().close();
      return;
    }
    Held before = held;
    held = found;
    looked = time.nanoTime();
    if (before != null) {
      before.credentials().close();
    }
  }

  private boolean isChanged(Object fingerprint) {
    long moment = time.nanoTime();
    if (moment - looked < LOOK_EVERY) {
      return false;
    }
    if (source.fingerprint().equals(fingerprint)) {
      looked = moment;
      return false;
    }
    return true;
  }

  private boolean isDue(Credentials credentials) {
    return isPast(credentials.expires().map(end -> end.minus(EARLY)));
  }

  private boolean isExpired(Credentials credentials) {
    return isPast(credentials.expires());
  }

  private boolean isPast(Optional<Instant> moment) {
    return moment.filter(end -> !clock.instant().isBefore(end)).isPresent();
  }

  /**
   * The service said that credentials are expired or unknown.
   *
   * @param refused the ones that it refused
   * @param atMost how long the caller can wait for others
   * @return true if there are others now, so that the request is worth another attempt
   */
  public boolean replace(Credentials refused, Duration atMost) {
    try {
      forced(refused).ifPresent(fetch -> fetch.await(atMost));
    } catch (CredentialException e) {
      return false;
    }
    synchronized (this) {
      boolean isAnother = held != null && held.credentials().version() != refused.version();
      return isAnother && !closed && !isSame(held.credentials(), refused);
    }
  }

  private synchronized Optional<CredentialFlight> forced(Credentials refused) {
    if (closed || held == null || held.credentials().version() != refused.version()) {
      return Optional.empty();
    }
    long now = time.nanoTime();
    if (flight == null && wasForced && now - forced < TRY_AGAIN_AFTER) {
      // Each call with withdrawn keys would ask the token service, or run the program, anew.
      return Optional.empty();
    }
    wasForced = true;
    forced = now;
    return underWay(held);
  }

  private static boolean isSame(Credentials a, Credentials b) {
    boolean sameSecret = a.secret().read(x -> b.secret().read(y -> MessageDigest.isEqual(x, y)));
    boolean sameToken =
        a.token().isPresent() == b.token().isPresent()
            && (a.token().isEmpty()
                || a.token()
                    .get()
                    .read(x -> b.token().orElseThrow().read(y -> MessageDigest.isEqual(x, y))));
    return a.accessKeyId().equals(b.accessKeyId()) && sameSecret && sameToken;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (held != null) {
      held.credentials().close();
    }
  }
}
