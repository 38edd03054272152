package dev.keyward.embedded.store;

import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** A few connections for reading, opened when they are needed and lent to one thread at a time. */
final class ReaderPool {
  private static final int SIZE = 4;

  private final SqlDatabase database;
  private final Semaphore free = new Semaphore(SIZE);
  private final Deque<Session> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  private ReaderPool(SqlDatabase database) {
    this.database = database;
  }

  /** Opens the first connection at once: reading goes on if the file is taken away later. */
  static ReaderPool open(SqlDatabase database) throws SQLException {
    ReaderPool pool = new ReaderPool(database);
    pool.idle.push(database.openReader());
    return pool;
  }

  /** Work on a borrowed connection. */
  @FunctionalInterface
  interface Work<T> {
    T with(Session session) throws SQLException;
  }

  /**
   * Lends a connection.
   *
   * @param action what for, to begin an error message with
   */
  <T> T read(String action, Work<T> work) {
    free.acquireUninterruptibly();
    try {
      if (closed) {
        throw ClosedStore.failure();
      }
      return lend(work);
    } catch (SQLException e) {
      throw database.failure(action, e);
    } finally {
      free.release();
    }
  }

  /** Lends a connection in a transaction, so that all answers are from the same moment. */
  <T> T readSnapshot(String action, Work<T> work) {
    return read(action, session -> snapshot(session, work));
  }

  static <T> T snapshot(Session session, Work<T> work) throws SQLException {
    session.execute("begin");
    try {
      return work.with(session);
    } finally {
      session.rollBack();
    }
  }

  /** Waits for those who are reading, then closes all connections. Idempotent. */
  void close() throws SQLException {
    free.acquireUninterruptibly(SIZE);
    try {
      closed = true;
      for (Session session = idle.poll(); session != null; session = idle.poll()) {
        session.close();
      }
    } finally {
      free.release(SIZE);
    }
  }

  private <T> T lend(Work<T> work) throws SQLException {
    Session found = idle.poll();
    Session session = found == null ? database.openReader() : found;
    try {
      return work.with(session);
    } finally {
      idle.push(session);
    }
  }
}
