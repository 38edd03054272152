package dev.keyward.embedded.store;

import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KmsException;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/** The one writer of a store instance: one transaction and one link of the chain per commit. */
final class Committer {
  private static final Logger LOG = System.getLogger("dev.keyward.store");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SqlDatabase database;
  private final Session writer;
  private final CommitChain chain;
  private final HeadAnchor anchor;
  private final SecretBytes markKey;
  private final ReentrantLock lock = new ReentrantLock(true);

  private ChainLink head;
  private boolean anchorFailed;
  private boolean closed;

  Committer(
      SqlDatabase database,
      Session writer,
      CommitChain chain,
      HeadAnchor anchor,
      SecretBytes markKey) {
    this.database = database;
    this.writer = writer;
    this.chain = chain;
    this.anchor = anchor;
    this.markKey = markKey;
  }

  /** One change, sealed before any lock is taken; a row for what is put only. */
  record Step(Change change, SealedRow row) {}

  /** Starts from a head that was checked. */
  void startFrom(ChainLink checked) {
    head = checked;
  }

  /** Decides, within the transaction, what is committed. */
  @FunctionalInterface
  interface Work {
    /** Empty if nothing is to be committed; what was done in the database is then undone. */
    Optional<Commit> decide(Session writer, ChainLink head) throws SQLException;
  }

  void commit(List<Step> steps) {
    transact((session, current) -> Optional.of(apply(steps, current.commit().standing())));
  }

  /**
   * Works alone: no other thread and no other process writes meanwhile.
   *
   * @return the head afterwards
   */
  ChainLink transact(Work work) {
    Deadline deadline = Deadline.in(PATIENCE);
    if (!deadline.acquire(lock)) {
      throw new BackendUnavailableException(
          "Cannot write to the store: other threads wrote for 10 s; nothing was changed, try"
              + " again.");
    }
    try {
      if (closed) {
        throw ClosedStore.failure();
      }
      database.beginWrite(writer, deadline);
      ChainLink before = head;
      head = inTransaction(work);
      if (head.seq() != before.seq()) {
        writeAnchor();
      }
      return head;
    } catch (SQLException e) {
      throw database.failure("Cannot write to", e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A number that changes when another connection committed something, be it a store or somebody
   * with a database tool. Our own commits do not change it.
   *
   * @return empty if a commit is running
   */
  OptionalLong foreignSignal() throws SQLException {
    if (!lock.tryLock()) {
      return OptionalLong.empty();
    }
    try {
      return closed ? OptionalLong.empty() : OptionalLong.of(database.changeSignal(writer));
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a running commit, then closes the connection. Idempotent. */
  void close() throws SQLException {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        writer.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Works on the writing connection outside of a transaction, while no thread of this instance
   * commits.
   */
  <T> T outsideTransaction(ReaderPool.Work<T> work) {
    lock.lock();
    try {
      if (closed) {
        throw ClosedStore.failure();
      }
      return work.with(writer);
    } catch (SQLException e) {
      throw database.failure("Cannot write to", e);
    } finally {
      lock.unlock();
    }
  }

  private ChainLink inTransaction(Work work) throws SQLException {
    boolean committed = false;
    ChainLink unsettled = null;
    try {
      database.checkWritable(writer);
      ChainLink current = chain.follow(writer, head, link -> {});
      Optional<Commit> commit = work.decide(writer, current);
      if (commit.isEmpty()) {
        return current;
      }
      ChainLink next = chain.next(current, commit.get());
      chain.append(writer, next);
      unsettled = current;
      writer.execute("commit");
      committed = true;
      return next;
    } finally {
      if (!committed) {
        writer.rollBack();
      }
      if (!committed && unsettled != null) {
        supersede(unsettled);
      }
    }
  }

  /**
   * Writes over a commit that failed at its very end. Its pages may be complete in the log, only
   * not forced to the disk; after a restart the database would take it for done, although it was
   * reported as failed. An empty commit in its place does no harm, whether it comes through or not.
   */
  private void supersede(ChainLink before) {
    try {
      writer.execute("begin immediate");
      ChainLink head = chain.follow(writer, before, link -> {});
      Commit empty = new Commit(head.commit().standing(), Commit.Type.MAINTENANCE, List.of());
      chain.append(writer, chain.next(head, empty));
      writer.execute("commit");
    } catch (SQLException | KmsException e) {
      LOG.log(Level.DEBUG, "Cannot write over a commit that failed: {0}", e.getMessage());
      writer.rollBack();
    }
  }

  private Commit apply(List<Step> steps, Commit.Standing before) throws SQLException {
    Map<RecordKind, Tally> tallies = new EnumMap<>(RecordKind.class);
    tallies.putAll(before.tallies());
    RecordMarks marks = new RecordMarks(markKey);
    List<Commit.Entry> entries = new ArrayList<>();
    for (Step step : steps) {
      Change change = step.change();
      checkEpoch(step.row(), before.epoch());
      checkVersion(change);
      if (change instanceof Change.Delete) {
        RecordRows.delete(writer, change.id());
        tallies.computeIfPresent(
            change.id().kind(), (kind, tally) -> tally.minus(marks.of(change.id())));
        entries.add(new Commit.Entry(change.id(), change.expectedVersion(), new byte[0]));
      } else if (change instanceof Change.Put) {
        put(step.row());
        if (change.expectedVersion() == 0) {
          Tally.Mark mark = marks.of(change.id());
          Tally old = tallies.getOrDefault(change.id().kind(), Tally.EMPTY);
          tallies.put(change.id().kind(), old.plus(mark));
        }
        byte[] digest = RecordSeal.digest(step.row().sealed());
        entries.add(new Commit.Entry(change.id(), step.row().version(), digest));
      }
    }
    return new Commit(before.with(tallies), Commit.Type.CHANGE, entries);
  }

  /** An older epoch may be destroyed at any moment, and the record with it. */
  private static void checkEpoch(SealedRow row, int oldest) {
    if (row != null && row.epoch() < oldest) {
      throw new OtherEpochException(row.epoch());
    }
  }

  private void checkVersion(Change change) throws SQLException {
    if (RecordRows.version(writer, change.id()) != change.expectedVersion()) {
      throw new StoreConflictException(change.id());
    }
  }

  private void put(SealedRow row) throws SQLException {
    if (row.version() == 1) {
      RecordRows.insert(writer, row);
    } else {
      RecordRows.replace(writer, row);
    }
  }

  /** The commit is durable already: a failure here must not look like a failed commit. */
  private void writeAnchor() {
    try {
      anchor.write(head);
      anchorFailed = false;
    } catch (IOException | KmsException e) {
      if (!anchorFailed) {
        anchorFailed = true;
        LOG.log(
            Level.WARNING,
            "Cannot write anchor {0} ({1}): an older copy of the store would not be noticed",
            anchor.file(),
            e.getMessage());
      }
    }
  }
}
