package dev.keyward.embedded.store;

import dev.keyward.embedded.files.Steps;
import dev.keyward.embedded.root.KeyRing;
import dev.keyward.embedded.root.RootKeySource;
import dev.keyward.embedded.root.RootRotation;
import dev.keyward.failure.BackendUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What has to be done to a store from time to time: destroying what was deleted, shortening the
 * chain of commits, and giving the store another root key.
 *
 * <p>Each of these may be cut off anywhere and done again by any process; others go on reading and
 * writing meanwhile. Where several processes do the same, the work is done more than once, but
 * nothing breaks. Thread-safe.
 */
public final class StoreMaintenance {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Links that stay although no record needs them, for processes that have not read them yet. */
  private static final long KEPT_LINKS = 1_000;

  private final SqlRecordStore.Parts parts;
  private final Steps steps;
  private final Renewal renewal;

  StoreMaintenance(SqlRecordStore.Parts parts) {
    this(parts, Steps.NONE);
  }

  private StoreMaintenance(SqlRecordStore.Parts parts, Steps steps) {
    this.parts = parts;
    this.steps = steps;
    this.renewal = new Renewal(parts, steps);
  }

  /** The same, telling of each step; for tests that cut it off. */
  StoreMaintenance telling(Steps told) {
    return new StoreMaintenance(parts, told);
  }

  /**
   * What a complete pass did.
   *
   * @param renewed records that were sealed again
   * @param epoch the only epoch the ring has now
   * @param links commits that were taken out of the chain
   */
  public record Shredded(long renewed, int epoch, long links) {}

  /**
   * Destroys what was deleted before this call: the remaining records are sealed under a new epoch
   * of the ring, deleted bytes are overwritten in the database and taken out of its log, and the
   * older epochs are destroyed. Afterwards no earlier copy of the database gives the deleted
   * records away, unless it was copied together with its ring and its root key.
   *
   * <p>Takes time in proportion to the store. Others wait for a batch of records at most.
   *
   * @return what was done
   * @throws BackendUnavailableException if others read an older state for more than 10 s, or the
   *     disk refuses; nothing is lost, and the next pass does it all
   */
  public Shredded shred() {
    addEpoch();
    return finish();
  }

  /**
   * Finishes a pass and a rotation of the root that were cut off. Costs next to nothing if there
   * was none.
   *
   * @return what was done; empty if there was nothing to do
   */
  public Optional<Shredded> resume() {
    alone(rotation -> rotation.finish(parts.ring().source()));
    parts.ring().reload();
    return parts.ring().oldestEpoch() == parts.ring().currentEpoch()
        ? Optional.empty()
        : Optional.of(finish());
  }

  /**
   * Adds an epoch to the ring. From now on every process seals under it or a newer one.
   *
   * @return its number
   */
  public int addEpoch() {
    ChainLink head =
        parts
            .committer()
            .transact(
                (writer, before) -> {
                  parts.ring().replace(ring -> ring.withNextEpoch(parts.random()), steps);
                  int epoch = parts.ring().currentEpoch();
                  steps.before("commit epoch " + epoch);
                  return Optional.of(maintenance(before.commit().standing().inEpoch(epoch)));
                });
    return head.commit().standing().epoch();
  }

  /**
   * Seals every record again that is sealed under an older epoch than the newest. Versions and
   * contents stay.
   *
   * @return the number of records
   */
  public long renew() {
    return renewal.run();
  }

  /**
   * Takes commits out of the chain that no record needs any more. {@link SqlRecordStore#verify}
   * goes on comparing every record with the commit that wrote it.
   *
   * @return the number of commits taken out
   */
  public long prune() {
    return new ChainPruning(parts, steps).run(KEPT_LINKS);
  }

  long prune(long keptLinks) {
    return new ChainPruning(parts, steps).run(keptLinks);
  }

  /**
   * Replaces the root key; the setting stays the same. Processes that have the store open go on.
   *
   * @throws dev.keyward.failure.InvalidRequestException if this kind of root key needs another
   *     setting
   */
  public void rotateRoot() {
    alone(rotation -> rotation.inPlace(parts.ring().source()));
  }

  /**
   * Puts the store under another root key and destroys the old one. Afterwards the setting {@code
   * root-key} has to name the new one; processes that have the store open with the old setting have
   * to be started again before the next epoch is added.
   *
   * @param next where the new root key comes from; it is made if it is missing
   * @throws dev.keyward.failure.InvalidRequestException if it is the one in force
   */
  public void rotateRoot(RootKeySource next) {
    alone(
        rotation -> {
          rotation.to(parts.ring().source(), next);
          parts.ring().useSource(next);
        });
  }

  /**
   * The same, with the source as a setting.
   *
   * @param setting {@code file:PATH}; a relative path starts in the working directory
   * @throws IllegalArgumentException if the setting cannot be used
   */
  public void rotateRoot(String setting) {
    rotateRoot(RootKeySource.parse(setting, Path.of("").toAbsolutePath()));
  }

  private void alone(Consumer<RootRotation> work) {
    parts
        .committer()
        .transact(
            (writer, head) -> {
              work.accept(new RootRotation(parts.ring().file(), parts.random(), steps));
              return Optional.empty();
            });
  }

  private Shredded finish() {
    settleEpoch();
    long renewed = renew();
    steps.before("purge");
    purge();
    steps.before("destroy older epochs");
    destroyOlderEpochs();
    long links = prune();
    return new Shredded(renewed, parts.ring().currentEpoch(), links);
  }

  /** The ring may have an epoch that was never committed, because its process died in between. */
  private void settleEpoch() {
    parts
        .committer()
        .transact(
            (writer, head) -> {
              parts.ring().reload();
              int epoch = parts.ring().currentEpoch();
              Commit.Standing standing = head.commit().standing();
              return epoch <= standing.epoch()
                  ? Optional.empty()
                  : Optional.of(maintenance(standing.inEpoch(epoch)));
            });
  }

  private void purge() {
    Deadline deadline = Deadline.in(PATIENCE);
    for (int attempt = 0; ; attempt++) {
      if (parts.committer().outsideTransaction(parts.database()::purge)) {
        return;
      }
      if (deadline.isOver()) {
        throw new BackendUnavailableException(
            "Cannot take deleted records out of the database log: others read an older state for"
                + " 10 s; nothing is lost, try again.");
      }
      deadline.pause(attempt);
    }
  }

  private void destroyOlderEpochs() {
    parts
        .committer()
        .transact(
            (writer, head) -> {
              int oldest = head.commit().standing().epoch();
              if (parts.ring().oldestEpoch() < oldest && !isNeeded(writer, oldest)) {
                parts.ring().replace(ring -> since(ring, oldest), steps);
              }
              return Optional.empty();
            });
  }

  /** If another process added an epoch meanwhile, that process will renew what is left. */
  private static boolean isNeeded(Session writer, int oldest) throws SQLException {
    return RecordRows.anyOlderThan(writer, oldest);
  }

  private static KeyRing since(KeyRing ring, int oldest) {
    return ring.since(Math.max(oldest, ring.oldestEpoch()));
  }

  private static Commit maintenance(Commit.Standing standing) {
    return new Commit(standing, Commit.Type.MAINTENANCE, List.of());
  }
}
