package dev.keyward.embedded;

import dev.keyward.embedded.clock.ObservedClock;
import dev.keyward.embedded.lifecycle.BackingKey;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.store.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What becomes of imported material that has expired. It cannot be used from that moment on; it is
 * destroyed after a day of use that somebody saw, so that a clock that was ahead can be mended.
 * Every generation of a key has a day of its own.
 */
final class MaterialExpiry {
  private final Engine engine;
  private final ObservedClock clock;

  MaterialExpiry(Engine engine, ObservedClock clock) {
    this.engine = engine;
    this.clock = clock;
  }

  /** Whether some material of a key has expired, or was thought to. */
  static boolean concerns(KeyRecord key, Instant now) {
    return key.backingKeys().stream()
        .anyMatch(
            generation ->
                generation.hasExpired(now) || generation.expiredAtRunningSeconds() != null);
  }

  /** Notices what has expired, takes back what a clock that was ahead noticed, and destroys. */
  void lookAfter(Versioned<KeyRecord> found, Instant now) {
    KeyRecord key = found.value();
    // Decided once: the clock may be put right between two looks at it.
    Set<BackingKey> ended = mayDestroy(key, now);
    List<BackingKey> noticed = new ArrayList<>();
    KeyRecord next =
        key.with(
            draft -> {
              draft.deletedAtRunningSeconds = null;
              draft.dueDate = now.plus(Housekeeping.SHRED_CHECK);
              for (BackingKey generation : key.backingKeys()) {
                if (isNew(generation, now)) {
                  noticed.add(generation);
                }
                draft.replace(
                    ended.contains(generation)
                        ? generation.withoutMaterial()
                        : after(generation, now));
              }
            });
    // Until something is destroyed, a clock that is put right brings the key back as it was.
    KeyRecord left = ended.isEmpty() ? next : ImportOperations.waiting(next, now);
    List<Change> changes = new ArrayList<>(engine.table().changing(found, left));
    for (BackingKey generation : ended) {
      engine.table().deletingMaterial(key.arn(), generation.number()).ifPresent(changes::add);
    }
    engine.table().commit(changes);
    noticed.forEach(generation -> engine.recorder().expired(next, generation.keyMaterialId()));
  }

  private static boolean isNew(BackingKey generation, Instant now) {
    return generation.hasExpired(now) && generation.expiredAtRunningSeconds() == null;
  }

  private Set<BackingKey> mayDestroy(KeyRecord key, Instant now) {
    return key.backingKeys().stream()
        .filter(generation -> mayDestroy(generation, now))
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean mayDestroy(BackingKey generation, Instant now) {
    return generation.hasExpired(now)
        && generation.expiredAtRunningSeconds() != null
        && clock.mayShred(Duration.ofSeconds(generation.expiredAtRunningSeconds()));
  }

  private BackingKey after(BackingKey generation, Instant now) {
    if (isNew(generation, now)) {
      return generation.noticedExpired((int) clock.observed().toSeconds());
    }
    return generation.hasExpired(now) ? generation : generation.noticedExpired(null);
  }
}
