package dev.keyward.embedded.clock;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoreConflictException;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.kms.json.JsonCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The wall clock, watched: a clock that goes back does not make anything expire, and a clock that
 * leaps forward does not destroy anything before real time has passed. Thread-safe.
 *
 * <p><b>Wall time.</b> The highest time that any process saw is kept. While the clock is more than
 * five minutes behind it, the state is {@link State#CLOCK_BEHIND}.
 *
 * <p><b>Observed running time.</b> While some process runs, its monotonic clock is added up in the
 * store. A process adds only the time since it first saw the record as it still is; whoever finds
 * that another one has added meanwhile starts anew. So the sum is never more than what has really
 * passed, however many processes count; it may be a little less.
 */
public final class ObservedClock {
  /** How far behind the highest time seen the clock may be. */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** How long the service must run after a deletion before material is shredded. */
  public static final Duration SHRED_DELAY = Duration.ofHours(24);

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** Most that is added at once: a process that was stopped for a day was not running. */
  private static final Duration MAX_STEP = Duration.ofMinutes(5);

  private static final RecordId HIGH_WATER = new RecordId(RecordKind.META, "clock-high-water");
  private static final RecordId OBSERVED = new RecordId(RecordKind.META, "clock-observed");

  private final RecordStore store;
  private final InstantSource wall;
  private final LongSupplier nanos;
  private final AtomicReference<Instant> highest;

  private Instant lastKept;
  private long seenVersion;
  private long seenNanos;
  private volatile Duration observed;

  /** Whether the wall clock can be trusted. */
  public enum State {
    /** It is not behind what was seen before. */
    RELIABLE,
    /** It went back: nothing expires, nothing is deleted; everything else goes on. */
    CLOCK_BEHIND
  }

  /**
   * Reads what the store knows.
   *
   * @param store the store
   * @param wall the wall clock
   * @param nanos a clock that only goes forward, such as {@code System::nanoTime}
   */
  public ObservedClock(RecordStore store, InstantSource wall, LongSupplier nanos) {
    this.store = Objects.requireNonNull(store, "store");
    this.wall = Objects.requireNonNull(wall, "wall");
    this.nanos = Objects.requireNonNull(nanos, "nanos");
    this.lastKept = storedHighest().orElse(Instant.MIN);
    this.highest = new AtomicReference<>(lastKept);
    lookAgain(store.read(OBSERVED));
  }

  /**
   * The wall time, which counts as seen.
   *
   * @return the time
   */
  public Instant now() {
    Instant now = wall.instant();
    if (now.isAfter(highest.get())) {
      highest.accumulateAndGet(now, ObservedClock::later);
    }
    return now;
  }

  /**
   * Whether the clock can be trusted now. What expires or is deleted by the clock asks first.
   *
   * @return the state
   */
  public State state() {
    Instant limit = highest.get();
    boolean behind = !limit.equals(Instant.MIN) && now().isBefore(limit.minus(TOLERANCE));
    return behind ? State.CLOCK_BEHIND : State.RELIABLE;
  }

  /**
   * The highest wall time that any process saw.
   *
   * @return the time
   */
  public Instant highest() {
    return highest.get();
  }

  /**
   * The running time observed so far, all processes together. Keep it with what is to happen after
   * more of it.
   *
   * @return never less than before
   */
  public Duration observed() {
    return observed;
  }

  /**
   * Tells whether material may be shredded.
   *
   * @param observedAtDeletion what {@link #observed} answered when the key was deleted
   * @return true after 24 hours of running time, if the clock is not behind
   */
  public boolean mayShred(Duration observedAtDeletion) {
    return state() == State.RELIABLE
        && observed.minus(observedAtDeletion).compareTo(SHRED_DELAY) >= 0;
  }

  /**
   * Goes on counting, and writes at most once a minute. For the housekeeping thread, every few
   * seconds or minutes.
   */
  public synchronized void tick() {
    now();
    keepHighest();
    count();
  }

  /**
   * Declares the present time right, after the clock was wrong by going too far ahead. For an
   * operator who knows.
   */
  public synchronized void acceptPresentTime() {
    Instant now = wall.instant().truncatedTo(ChronoUnit.MILLIS);
    for (boolean done = false; !done; ) {
      done = put(store.read(HIGH_WATER), HIGH_WATER, new HighWater(now));
    }
    highest.set(now);
    lastKept = now;
  }

  private void keepHighest() {
    Optional<StoredRecord> stored = store.read(HIGH_WATER);
    Optional<Instant> kept = stored.map(record -> read(record, HighWater.class).time());
    if (kept.isPresent() && kept.get().isBefore(lastKept)) {
      // An operator said so, in another process.
      highest.set(later(kept.get(), wall.instant()));
    }
    Instant ours = highest.get().truncatedTo(ChronoUnit.MILLIS);
    if (kept.isEmpty() || !ours.isBefore(kept.get().plus(INTERVAL))) {
      // Another process that was faster saw nearly the same time: no second attempt.
      put(stored, HIGH_WATER, new HighWater(ours));
    }
    kept.ifPresent(time -> highest.accumulateAndGet(time, ObservedClock::later));
    lastKept = kept.orElse(ours);
  }

  private void count() {
    Optional<StoredRecord> stored = store.read(OBSERVED);
    if (version(stored) != seenVersion) {
      lookAgain(stored);
      return;
    }
    long now = nanos.getAsLong();
    Duration elapsed = Duration.ofNanos(now - seenNanos);
    if (elapsed.compareTo(INTERVAL) < 0) {
      return;
    }
    Duration step = elapsed.compareTo(MAX_STEP) > 0 ? MAX_STEP : elapsed;
    Duration sum = observed.plusMillis(step.toMillis());
    if (put(stored, OBSERVED, new ObservedTime(sum.toMillis()))) {
      seenVersion++;
      seenNanos = now;
      observed = sum;
    } else {
      lookAgain(store.read(OBSERVED));
    }
  }

  private void lookAgain(Optional<StoredRecord> stored) {
    seenVersion = version(stored);
    seenNanos = nanos.getAsLong();
    observed =
        Duration.ofMillis(stored.map(it -> read(it, ObservedTime.class).millis()).orElse(0L));
  }

  private Optional<Instant> storedHighest() {
    return store.read(HIGH_WATER).map(record -> read(record, HighWater.class).time());
  }

  private boolean put(Optional<StoredRecord> stored, RecordId id, Record content) {
    try {
      long version = version(stored);
      store.commit(
          List.of(new Change.Put(id, Optional.empty(), version, JsonCodec.write(content))));
      return true;
    } catch (StoreConflictException another) {
      return false;
    }
  }

  private static long version(Optional<StoredRecord> stored) {
    return stored.map(StoredRecord::version).orElse(0L);
  }

  private static <R extends Record> R read(StoredRecord record, Class<R> type) {
    return JsonCodec.read(record.content(), type, JsonCodec.Reading.REQUEST);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
