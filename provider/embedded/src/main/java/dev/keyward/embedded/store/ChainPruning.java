package dev.keyward.embedded.store;

import dev.keyward.embedded.files.Steps;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Takes the oldest links out of the chain: those before the oldest commit that wrote a record which
 * is still there. The link that does it, and every link after it, repeats where the chain begins.
 */
final class ChainPruning {
  private static final long BATCH = 2_000;

  private final SqlRecordStore.Parts parts;
  private final Steps steps;

  ChainPruning(SqlRecordStore.Parts parts, Steps steps) {
    this.parts = parts;
    this.steps = steps;
  }

  long run(long kept) {
    // Commits only get newer: what no record needs now, none will need later.
    long needed = parts.readers().read("Cannot read", RecordRows::oldestCommit);
    long removed = 0;
    for (long batch = -1; batch != 0; removed += batch) {
      batch = runBatch(needed, kept);
    }
    return removed;
  }

  private long runBatch(long needed, long kept) {
    steps.before("prune");
    long[] removed = {0};
    parts
        .committer()
        .transact(
            (writer, head) -> {
              Commit.Standing standing = head.commit().standing();
              long first = standing.base().seq();
              long target = target(first, head.seq() - kept, needed);
              if (target <= first) {
                return Optional.empty();
              }
              ChainBase base = new ChainBase(target, before(writer, target).mac());
              parts.chain().cut(writer, base);
              removed[0] = target - first;
              return Optional.of(
                  new Commit(standing.from(base), Commit.Type.MAINTENANCE, List.of()));
            });
    return removed[0];
  }

  private static long target(long first, long keep, long needed) {
    long allowed = needed < 0 ? keep : Math.min(keep, needed);
    return Math.min(first + BATCH, allowed);
  }

  private ChainLink before(Session writer, long seq) throws SQLException {
    return parts
        .chain()
        .find(writer, seq - 1)
        .orElseThrow(() -> CommitChain.damaged("commit " + (seq - 1) + " is missing"));
  }
}
