package dev.keyward.embedded.store;

import dev.keyward.embedded.files.Steps;
import dev.keyward.embedded.store.RecordRows.OlderRow;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Seals records of older epochs again. Each batch is one transaction and one link of the chain;
 * what was renewed stays renewed if the work is cut off.
 */
final class Renewal {
  /** Others wait that long to write: some milliseconds. */
  private static final int BATCH = 100;

  private final SqlRecordStore.Parts parts;
  private final Steps steps;

  Renewal(SqlRecordStore.Parts parts, Steps steps) {
    this.parts = parts;
    this.steps = steps;
  }

  /** How far the work got. */
  private static final class Progress {
    private long place = Long.MIN_VALUE;
    private long renewed;
    private boolean done;
  }

  long run() {
    Progress progress = new Progress();
    for (int batch = 0; !progress.done; batch++) {
      steps.before("renew batch " + batch);
      parts.ring().current(() -> renewBatch(progress));
      // A writer of another process that waits asks every millisecond at least.
      Deadline.in(Duration.ZERO).pause(5);
    }
    return progress.renewed;
  }

  private Void renewBatch(Progress progress) {
    parts.committer().transact((writer, head) -> renewBatch(writer, head, progress));
    return null;
  }

  private Optional<Commit> renewBatch(Session writer, ChainLink head, Progress progress)
      throws SQLException {
    Commit.Standing standing = head.commit().standing();
    if (parts.ring().currentEpoch() < standing.epoch()) {
      throw new OtherEpochException(standing.epoch());
    }
    List<OlderRow> rows = RecordRows.olderThan(writer, standing.epoch(), progress.place, BATCH);
    List<Commit.Entry> entries = new ArrayList<>(rows.size());
    for (OlderRow older : rows) {
      SealedRow renewed = parts.seal().renew(older.row());
      RecordRows.replace(writer, renewed);
      byte[] digest = RecordSeal.digest(renewed.sealed());
      entries.add(new Commit.Entry(renewed.id(), renewed.version(), digest));
    }
    if (rows.isEmpty()) {
      progress.done = true;
      return Optional.empty();
    }
    progress.place = rows.get(rows.size() - 1).place();
    progress.renewed += rows.size();
    return Optional.of(new Commit(standing, Commit.Type.RENEWAL, entries));
  }
}
