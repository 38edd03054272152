package dev.keyward.embedded.store;

import dev.keyward.failure.StoreDamagedException;
import dev.keyward.secret.SecretBytes;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Tells a record that never was from one that somebody took out of the database. When a look-up
 * finds nothing, the records of that kind are compared with what the chain says: their number, and
 * the sum of the marks of their ids.
 *
 * <p>That takes time in a large store. So it is done once after opening and once after somebody
 * else changed the database, and never for more than about a fiftieth of the time; in a kind with
 * more than 2,000 records only the number is compared until the process has run long enough to
 * afford the marks; the database's own check of its indexes waits likewise for a store that has
 * more records in all.
 */
final class MissGuard {
  private static final long SHARE = 50;
  private static final long SMALL = 2_000;

  /** What comparing one mark costs, generously. */
  private static final long MARK_NANOS = 10_000;

  private final SqlDatabase database;
  private final Committer committer;
  private final CommitChain chain;
  private final SecretBytes markKey;
  private final long openedAt = System.nanoTime();
  private final Map<RecordKind, Check> checks = new EnumMap<>(RecordKind.class);

  MissGuard(SqlDatabase database, Committer committer, CommitChain chain, SecretBytes markKey) {
    this.database = database;
    this.committer = committer;
    this.chain = chain;
    this.markKey = markKey;
  }

  /** A check that was done: what it covered, and when the next one may be done. */
  private record Check(long signal, boolean complete, long notBefore) {}

  /** Called after a look-up that found nothing, on the same connection. */
  void check(Session session, RecordKind kind) throws SQLException {
    OptionalLong signal = committer.foreignSignal();
    if (signal.isEmpty() || !isDue(kind, signal.getAsLong())) {
      return;
    }
    long start = System.nanoTime();
    boolean complete = ReaderPool.snapshot(session, snapshot -> compare(snapshot, kind));
    long end = System.nanoTime();
    synchronized (checks) {
      checks.put(kind, new Check(signal.getAsLong(), complete, end + SHARE * (end - start)));
    }
  }

  private boolean isDue(RecordKind kind, long signal) {
    synchronized (checks) {
      Check last = checks.get(kind);
      return last == null
          || ((last.signal() != signal || !last.complete())
              && System.nanoTime() - last.notBefore() >= 0);
    }
  }

  /** Returns whether the marks were compared too. */
  private boolean compare(Session session, RecordKind kind) throws SQLException {
    Commit head = chain.head(session).commit();
    Tally expected = head.tally(kind);
    if (!canAfford(expected.count())) {
      expect(RecordRows.count(session, kind) == expected.count(), kind);
      return false;
    }
    boolean whole = canAfford(records(head));
    if (whole) {
      database.checkRecordsIntegrity(session);
    }
    RecordMarks marks = new RecordMarks(markKey);
    for (String order : List.of(RecordRows.BY_ID, RecordRows.BY_PARENT)) {
      expect(RecordRows.tally(session, kind, marks, order).equals(expected), kind);
    }
    return whole;
  }

  /** The database's own check reads the records of all kinds, however few of this one there are. */
  private static long records(Commit head) {
    return Arrays.stream(RecordKind.values()).mapToLong(kind -> head.tally(kind).count()).sum();
  }

  private boolean canAfford(long records) {
    return records <= SMALL || System.nanoTime() - openedAt >= SHARE * MARK_NANOS * records;
  }

  private static void expect(boolean same, RecordKind kind) {
    if (!same) {
      throw new StoreDamagedException(
          "The records of kind "
              + kind.databaseName()
              + " are not those that were committed: some were removed, renamed or added outside"
              + " Keyward. Put the store back from a backup.");
    }
  }
}
