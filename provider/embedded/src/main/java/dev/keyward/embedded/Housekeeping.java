package dev.keyward.embedded;

import dev.keyward.embedded.clock.ObservedClock;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.KeyTable.DueKey;
import dev.keyward.embedded.lifecycle.MultiRegionSet;
import dev.keyward.embedded.lifecycle.Records;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.region.RelatedKeys;
import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.model.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Does what falls due: rotates, lets imported material expire, deletes keys whose waiting period is
 * over, writes down what was used. Whichever process is there does it; the store's compare-and-set
 * sees to it that it is done once.
 *
 * <p>Nothing is started before the first call. Management calls do what is due before they answer,
 * so that they see it done; a daemon thread does it for programs that make none.
 */
final class Housekeeping implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  static final Duration SHRED_CHECK = Duration.ofHours(1);
  private static final int BATCH = 100;
  private static final int MAX_GRANTS_AT_ONCE = 250;

  /** While it is there, what was deleted is still to be destroyed in the ring and the log. */
  private static final RecordId SHREDDING = new RecordId(RecordKind.META, "shredding-pending");

  private static final List<RecordKind> OF_A_KEY =
      List.of(RecordKind.ALIAS, RecordKind.MATERIAL, RecordKind.REQUEST, RecordKind.USAGE);

  private final Engine engine;
  private final RecordStore store;
  private final ObservedClock clock;
  private final MaterialExpiry expiry;
  private final AtomicReference<Instant> nextLook = new AtomicReference<>(Instant.MIN);
  private final AtomicLong auditFailures = new AtomicLong();
  private ScheduledExecutorService thread;
  private Thread atExit;
  private volatile boolean started;
  private boolean closed;

  Housekeeping(Engine engine, RecordStore store, EngineSettings settings) {
    this.engine = engine;
    this.store = store;
    this.clock = new ObservedClock(store, settings.clock(), settings.nanos());
    this.expiry = new MaterialExpiry(engine, clock);
  }

  /** Does what is due, unless that was done a moment ago or the call is to be fast. */
  void beforeCall(Call call) {
    if (!started) {
      start();
    }
    Instant look = nextLook.get();
    if (!call.rule().is(OperationRule.Trait.CRYPTOGRAPHIC)
        && !call.time().isBefore(look)
        && nextLook.compareAndSet(look, call.time().plus(INTERVAL))) {
      doWhatIsDue();
    }
  }

  private synchronized void start() {
    if (started || closed) {
      return;
    }
    started = true;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "keyward-housekeeping");
              made.setDaemon(true);
              return made;
            });
    thread.scheduleWithFixedDelay(
        this::tidyUp, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
    atExit = new Thread(this::flushUsage, "keyward-usage-exit");
    try {
      Runtime.getRuntime().addShutdownHook(atExit);
    } catch (IllegalStateException alreadyEnding) {
      atExit = null;
    }
  }

  /** Nobody closes a security provider: without the hook the last uses would be forgotten. */
  private synchronized void forgetExit() {
    if (atExit != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException alreadyEnding) {
        // Then it runs, and writes what is left.
      }
      atExit = null;
    }
  }

  private void tidyUp() {
    flushUsage();
    doWhatIsDue();
    destroyWhatWasDeleted();
  }

  /**
   * Destroys the ring epoch that sealed deleted keys. Seals the whole store anew, so it is done in
   * the background only, and once for all keys that were deleted meanwhile.
   */
  void destroyWhatWasDeleted() {
    try {
      Optional<StoredRecord> pending = store.read(SHREDDING);
      if (pending.isPresent()) {
        store.shred();
        store.commit(List.of(new Change.Delete(SHREDDING, pending.get().version())));
      }
    } catch (RuntimeException e) {
      // The mark stays, and it is tried again.
    }
  }

  boolean clockIsPlausible() {
    return clock.state() == ObservedClock.State.RELIABLE;
  }

  ObservedClock clock() {
    return clock;
  }

  void auditFailed() {
    auditFailures.incrementAndGet();
  }

  /** Writes down which keys were used when. What cannot be written now is tried again later. */
  void flushUsage() {
    try {
      engine.usage().flush(store);
    } catch (RuntimeException e) {
      // Kept in memory until the next time.
    }
  }

  /** Whatever fails here is due again the next time, and fails no call. */
  void doWhatIsDue() {
    try {
      clock.tick();
      if (!clockIsPlausible()) {
        return;
      }
      Instant now = engine.lifecycle().now();
      for (DueKey due : engine.table().due(now, BATCH)) {
        tryToLookAfter(due, now);
      }
    } catch (RuntimeException e) {
      // The store is locked or cannot be written; or a fault, which must not end all later looks.
    }
  }

  /** A key that cannot be looked after, or that another process looks after, stops no other. */
  private void tryToLookAfter(DueKey due, Instant now) {
    try {
      lookAfter(due, now);
    } catch (BackendUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      // It stays due.
    }
  }

  private void lookAfter(DueKey due, Instant now) {
    Optional<Versioned<KeyRecord>> found = engine.table().freshKey(due.key());
    if (found.isEmpty()) {
      engine.table().commit(List.of(new Change.Delete(due.record(), due.version())));
      return;
    }
    KeyRecord key = found.get().value();
    if (key.isDeleted(now)) {
      delete(found.get(), now);
    } else if (key.deletedAtRunningSeconds() != null || MaterialExpiry.concerns(key, now)) {
      expiry.lookAfter(found.get(), now);
    } else {
      engine.rotation().rotatedIfDue(key);
    }
  }

  private void delete(Versioned<KeyRecord> key, Instant now) {
    Integer since = key.value().deletedAtRunningSeconds();
    if (since == null) {
      // The key answers as deleted from now on; its material stays for a day that somebody sees.
      KeyRecord gone = noticed(key.value(), now);
      engine.table().commit(engine.table().changing(key, gone));
      engine.recorder().deleted(gone);
    } else if (clock.mayShred(Duration.ofSeconds(since))) {
      shred(key, now);
    } else {
      lookAgain(key, now);
    }
  }

  private KeyRecord noticed(KeyRecord key, Instant now) {
    return key.with(
        draft -> {
          draft.deletedAtRunningSeconds = (int) clock.observed().toSeconds();
          draft.dueDate = now.plus(SHRED_CHECK);
        });
  }

  private void lookAgain(Versioned<KeyRecord> key, Instant now) {
    engine
        .table()
        .commit(
            engine
                .table()
                .changing(key, key.value().with(draft -> draft.dueDate = now.plus(SHRED_CHECK))));
  }

  private List<Change> leaving(KeyRecord replica, Instant now) {
    List<Change> changes = new ArrayList<>();
    for (Versioned<KeyRecord> other : engine.regions().others(replica)) {
      changes.addAll(
          engine.table().changing(other, withoutReplica(other.value(), replica.region(), now)));
    }
    return changes;
  }

  /** A primary key that waited for its last replica starts its own waiting period. */
  private static KeyRecord withoutReplica(KeyRecord key, String region, Instant now) {
    KeyRecord left =
        RelatedKeys.set(
                set ->
                    new MultiRegionSet(
                        set.primaryRegion(),
                        set.replicaRegions().stream()
                            .filter(replica -> !replica.equals(region))
                            .toList()))
            .apply(key);
    boolean starts =
        left.keyState() == KeyState.PENDING_REPLICA_DELETION
            && left.multiRegion().replicaRegions().isEmpty();
    return starts ? KeyOperations.scheduled(left, left.pendingWindowInDays(), now) : left;
  }

  /** Only now is a replica gone from its set: until here, a clock that was ahead can be mended. */
  private void shred(Versioned<KeyRecord> key, Instant now) {
    String record = Records.key(key.value().arn()).id();
    List<Change> grants;
    while (!(grants = engine.grantTable().deleteSome(record, MAX_GRANTS_AT_ONCE)).isEmpty()) {
      engine.table().commit(grants);
    }
    engine.keyStores().deleteKey(key.value());
    long version = store.read(SHREDDING).map(StoredRecord::version).orElse(0L);
    store.commit(List.of(new Change.Put(SHREDDING, Optional.empty(), version, new byte[] {1})));
    boolean last;
    do {
      List<Change> changes = new ArrayList<>(engine.table().deleting(key, OF_A_KEY));
      last = changes.stream().anyMatch(change -> change.id().kind() == RecordKind.KEY);
      if (last && key.value().isReplica()) {
        changes.addAll(leaving(key.value(), now));
      }
      engine.table().commit(changes);
    } while (!last);
  }

  @Override
  public void close() {
    ScheduledExecutorService running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    if (running != null) {
      running.shutdown();
      try {
        running.awaitTermination(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    forgetExit();
    flushUsage();
  }
}
