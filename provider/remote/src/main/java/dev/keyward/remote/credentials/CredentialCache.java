package dev.keyward.remote.credentials;

import dev.keyward.remote.resilience.Waiter;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps credentials as long as they are good. They are fetched anew five minutes before they
 * expire, by one thread for all; also when a file they came from changed, and once when the service
 * says that they expired. Nothing is read before the first call.
 */
public final class CredentialCache implements AutoCloseable {
  private static final Duration EARLY = Duration.ofMinutes(5);
  private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();
  private static final long TRY_AGAIN_AFTER = Duration.ofSeconds(10).toNanos();

  private final CredentialSource source;
  private final InstantSource clock;
  private final Waiter time;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Held held;
  private volatile long looked;
  private long failed;
  private boolean hasFailed;

  /** Fetches that failed while there was nothing else; only the thread that fetches writes. */
  private volatile int failures;

  private String failure;
  private long forced;
  private boolean wasForced;

  private record Held(Credentials credentials, Object fingerprint) {}

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
   * @return a copy; the caller closes it
   * @throws CredentialException if there are none
   */
  public Credentials current() {
    for (int tries = 0; ; tries++) {
      Held now = usable();
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

  private Held usable() {
    Held now = held;
    if (now != null && !isDue(now.credentials()) && !isChanged(now)) {
      return now;
    }
    if (now != null && !isExpired(now.credentials())) {
      // Still good, also if their file is gone: one thread fetches new ones, the others go on.
      if (fetching.tryLock()) {
        try {
          fetchEarly(now);
        } finally {
          fetching.unlock();
        }
      }
      return held;
    }
    int before = failures;
    fetching.lock();
    try {
      if (held == now) {
        requireNoFailureSince(before);
        fetch();
      }
      return held;
    } catch (CredentialException e) {
      failures++;
      failure = e.getMessage();
      throw e;
    } finally {
      fetching.unlock();
    }
  }

  /** Who waited while another thread tried in vain does not try next, or the last waits longest. */
  private void requireNoFailureSince(int before) {
    if (failures != before) {
      throw new CredentialException(failure);
    }
  }

  private void fetchEarly(Held now) {
    boolean tooSoon = hasFailed && time.nanoTime() - failed < TRY_AGAIN_AFTER;
    if (held != now || tooSoon) {
      return;
    }
    try {
      fetch();
      hasFailed = false;
    } catch (CredentialException e) {
      hasFailed = true;
      failed = time.nanoTime();
    }
  }

  private void fetch() {
    Object fingerprint = source.fingerprint();
    Credentials found =
        source.load().orElseThrow(() -> new CredentialException("No AWS credentials were found."));
    Held before = held;
    held = new Held(found, fingerprint);
    looked = time.nanoTime();
    if (before != null) {
      before.credentials().close();
    }
  }

  private boolean isChanged(Held now) {
    long moment = time.nanoTime();
    if (moment - looked < LOOK_EVERY) {
      return false;
    }
    if (source.fingerprint().equals(now.fingerprint())) {
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
   * @return true if there are others now, so that the request is worth another attempt
   */
  public boolean replace(Credentials refused) {
    fetching.lock();
    try {
      if (held != null && held.credentials().version() != refused.version()) {
        return true;
      }
      long now = time.nanoTime();
      if (wasForced && now - forced < TRY_AGAIN_AFTER) {
        // Each call with withdrawn keys would ask the token service, or run the program, anew.
        return false;
      }
      wasForced = true;
      forced = now;
      fetch();
      return !isSame(held.credentials(), refused);
    } catch (CredentialException e) {
      return false;
    } finally {
      fetching.unlock();
    }
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
  public void close() {
    fetching.lock();
    try {
      if (held != null) {
        held.credentials().close();
      }
    } finally {
      fetching.unlock();
    }
  }
}
