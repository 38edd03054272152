package dev.keyward.embedded.store;

import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** Notices commits, whoever made them, on a connection of its own. Thread-safe. */
final class ChangeFeed {
  /** How often to look whether the file is still the one that was opened. */
  private static final long PRESENCE_CHECK_NANOS = 250_000_000;

  private final SqlDatabase database;
  private final Session session;
  private final CommitChain chain;

  private ChainLink seen;
  private long signal;
  private long presenceCheckedAt = System.nanoTime();
  private boolean closed;

  ChangeFeed(SqlDatabase database, Session session, CommitChain chain, ChainLink head) {
    this.database = database;
    this.session = session;
    this.chain = chain;
    this.seen = head;
    // Not a value SQLite gives: the first look is a thorough one.
    this.signal = Long.MIN_VALUE;
  }

  synchronized Set<RecordId> poll() {
    if (closed) {
      throw ClosedStore.failure();
    }
    try {
      checkPresence();
      long now = database.changeSignal(session);
      if (now == signal) {
        return Collections.emptySet();
      }
      Set<RecordId> changed = readChain();
      signal = now;
      return changed;
    } catch (SQLException e) {
      throw database.failure("Cannot read", e);
    }
  }

  synchronized void close() throws SQLException {
    if (!closed) {
      closed = true;
      session.close();
    }
  }

  private void checkPresence() {
    if (System.nanoTime() - presenceCheckedAt >= PRESENCE_CHECK_NANOS) {
      database.checkPresent();
      presenceCheckedAt = System.nanoTime();
    }
  }

  private Set<RecordId> readChain() throws SQLException {
    Set<RecordId> changed = new HashSet<>();
    seen =
        chain.follow(
            session,
            seen,
            new CommitChain.LinkConsumer() {
              @Override
              public void accept(ChainLink link) {
                Commit commit = link.commit();
                if (commit.type() == Commit.Type.CHANGE) {
                  commit.entries().forEach(entry -> changed.add(entry.id()));
                }
              }

              @Override
              public void gap() {
                changed.add(RecordStore.ANY);
              }
            });
    return changed;
  }
}
