package dev.keyward.embedded.store;

import dev.keyward.failure.StoreDamagedException;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Tells a record that never was from one that somebody took out of the database. When a look-up
 * finds nothing, the number of records of that kind is compared with what the chain says.
 *
 * <p>Counting takes time in a large store, so it is done once after opening and once after somebody
 * else changed the database, and never for more than a fiftieth of the time.
 */
final class MissGuard {
  private static final long SHARE = 50;

  private final Committer committer;
  private final CommitChain chain;
  private final Map<RecordKind, Check> checks = new EnumMap<>(RecordKind.class);

  MissGuard(Committer committer, CommitChain chain) {
    this.committer = committer;
    this.chain = chain;
  }

  private record Check(long signal, long notBeforeNanos) {}

  /** Called after a look-up that found nothing, on the same connection. */
  void check(Session session, RecordKind kind) throws SQLException {
    OptionalLong signal = committer.foreignSignal();
    if (signal.isEmpty() || !isDue(kind, signal.getAsLong())) {
      return;
    }
    long start = System.nanoTime();
    ReaderPool.snapshot(session, snapshot -> compare(snapshot, kind));
    long end = System.nanoTime();
    synchronized (checks) {
      checks.put(kind, new Check(signal.getAsLong(), end + SHARE * (end - start)));
    }
  }

  private boolean isDue(RecordKind kind, long signal) {
    synchronized (checks) {
      Check last = checks.get(kind);
      return last == null
          || (last.signal() != signal && System.nanoTime() - last.notBeforeNanos() >= 0);
    }
  }

  private Void compare(Session session, RecordKind kind) throws SQLException {
    long expected = chain.head(session).commit().count(kind);
    long found = RecordRows.count(session, kind);
    if (expected != found) {
      throw new StoreDamagedException(
          "The store holds "
              + found
              + " records of kind "
              + kind.databaseName()
              + " where "
              + expected
              + " were committed: records were removed or added outside Keyward. Put the store"
              + " back from a backup.");
    }
    return null;
  }
}
