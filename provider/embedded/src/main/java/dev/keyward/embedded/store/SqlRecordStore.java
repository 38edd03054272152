package dev.keyward.embedded.store;

import dev.keyward.embedded.root.RootKeySource;
import dev.keyward.secret.SecretBytes;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The record store in a SQL database. {@link StoreDirectory} opens it.
 *
 * <p>Any number of instances, in one process or in several, can work on the same store.
 */
public final class SqlRecordStore implements RecordStore {
  /** Longest content of a record. */
  public static final int MAX_CONTENT_BYTES = 1024 * 1024;

  /** Most changes in one commit. */
  public static final int MAX_CHANGES = 1000;

  private final Parts parts;
  private final Runnable afterClose;
  private final MissGuard missGuard;
  private final RecordCounts counts;
  private volatile boolean closed;

  SqlRecordStore(Parts parts, Runnable afterClose) {
    this.parts = parts;
    this.afterClose = afterClose;
    this.counts = new RecordCounts(parts.chain());
    this.missGuard =
        new MissGuard(parts.database(), parts.committer(), parts.chain(), parts.markKey());
  }

  /** What a store is made of; it owns all of them. */
  record Parts(
      SqlDatabase database,
      LiveRing ring,
      RecordSeal seal,
      CommitChain chain,
      HeadAnchor anchor,
      SecretBytes markKey,
      Committer committer,
      ReaderPool readers,
      ChangeFeed feed,
      SecureRandom random) {}

  /**
   * What a complete check found to be in order.
   *
   * @param commits the number of commits since the store was made
   * @param records the number of records
   */
  public record Verified(long commits, long records) {}

  @Override
  public String storeId() {
    return parts.ring().storeId();
  }

  @Override
  public Optional<StoredRecord> read(RecordId id) {
    checkText(id.id());
    return reading(session -> read(session, id));
  }

  @Override
  public List<StoredRecord> scan(
      RecordKind kind, String prefix, Optional<String> after, int limit) {
    checkLimit(limit);
    PrefixRange range = PrefixRange.of(checkText(prefix), after);
    return reading(
        session -> {
          List<SealedRow> rows = RecordRows.scan(session, kind, range, limit);
          checkAnswer(rows, after, row -> row.id().id().startsWith(prefix));
          return open(session, kind, rows, limit);
        });
  }

  @Override
  public List<StoredRecord> children(
      RecordKind kind, String parent, Optional<String> after, int limit) {
    checkLimit(limit);
    checkText(parent);
    return reading(
        session -> {
          List<SealedRow> rows = RecordRows.children(session, kind, parent, after, limit);
          checkAnswer(rows, after, row -> row.parent().equals(Optional.of(parent)));
          return open(session, kind, rows, limit);
        });
  }

  @Override
  public long count(RecordKind kind, String prefix) {
    checkText(prefix);
    return parts
        .readers()
        .readSnapshot("Cannot read", snapshot -> counts.count(snapshot, kind, prefix));
  }

  @Override
  public void commit(List<Change> changes) {
    checkChanges(changes);
    if (closed) {
      // Before sealing, which would fail on a ring that was zeroed.
      throw ClosedStore.failure();
    }
    parts.ring().current(() -> sealAndCommit(changes));
  }

  private Void sealAndCommit(List<Change> changes) {
    List<Committer.Step> steps = new ArrayList<>(changes.size());
    for (Change change : changes) {
      SealedRow row = change instanceof Change.Put put ? parts.seal().seal(put) : null;
      steps.add(new Committer.Step(change, row));
    }
    parts.committer().commit(steps);
    return null;
  }

  /** Reads, and reads again if a record was sealed under an epoch the ring does not have. */
  private <T> T reading(ReaderPool.Work<T> work) {
    return parts.ring().current(() -> parts.readers().read("Cannot read", work));
  }

  @Override
  public void shred() {
    maintenance().shred();
  }

  /**
   * What has to be done to a store from time to time.
   *
   * @return a view of this store; it need not be closed
   */
  public StoreMaintenance maintenance() {
    return new StoreMaintenance(parts);
  }

  @Override
  public Set<RecordId> pollChanges() {
    return parts.feed().poll();
  }

  @Override
  public SecretBytes secretFor(String purpose) {
    return parts.ring().secretFor("application: " + purpose);
  }

  /**
   * Where the parts of the store lie.
   *
   * @return their paths
   */
  public StoreFiles files() {
    RootKeySource source = parts.ring().source();
    Path ring = parts.ring().file().path();
    return new StoreFiles(
        ring.resolveSibling(StorePaths.DATABASE),
        ring,
        source.file(),
        source.kind(),
        parts.anchor().file());
  }

  /**
   * Checks everything: the database file, every commit the chain holds, and that the records are
   * exactly what these commits left. Takes time and memory in proportion to the store.
   *
   * @return what was checked
   * @throws dev.keyward.failure.StoreDamagedException if anything is not as it was committed
   */
  public Verified verify() {
    return parts
        .ring()
        .current(
            () ->
                parts
                    .readers()
                    .readSnapshot(
                        "Cannot verify",
                        session -> {
                          parts.database().checkIntegrity(session);
                          return new StoreVerifier(parts.chain(), parts.seal()).verify(session);
                        }));
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      parts.readers().close();
      parts.feed().close();
      parts.committer().close();
    } catch (SQLException e) {
      throw parts.database().failure("Cannot close", e);
    } finally {
      parts.chain().close();
      parts.anchor().close();
      parts.markKey().close();
      parts.ring().close();
      afterClose.run();
    }
  }

  @Override
  public String toString() {
    return "SqlRecordStore[" + storeId() + "]";
  }

  private Optional<StoredRecord> read(Session session, RecordId id) throws SQLException {
    Optional<SealedRow> row = RecordRows.find(session, id);
    if (row.isPresent() && !row.get().id().equals(id)) {
      throw RecordSeal.damaged(id);
    }
    if (row.isEmpty()) {
      missGuard.check(session, id.kind());
    }
    return row.map(parts.seal()::open);
  }

  private List<StoredRecord> open(Session session, RecordKind kind, List<SealedRow> rows, int limit)
      throws SQLException {
    if (rows.size() < limit) {
      missGuard.check(session, kind);
    }
    List<StoredRecord> records = new ArrayList<>(rows.size());
    for (SealedRow row : rows) {
      records.add(parts.seal().open(row));
    }
    return records;
  }

  /**
   * Checks that rows are an answer to what was asked. An index that was damaged or changed can lead
   * to rows whose seals are good, but which are not the ones it promised.
   */
  private static void checkAnswer(
      List<SealedRow> rows, Optional<String> after, Predicate<SealedRow> asked) {
    Optional<String> before = after;
    for (SealedRow row : rows) {
      String id = row.id().id();
      boolean ascending = before.isEmpty() || PrefixRange.compare(before.get(), id) < 0;
      if (!ascending || !asked.test(row)) {
        throw RecordSeal.damaged(row.id());
      }
      before = Optional.of(id);
    }
  }

  private static void checkChanges(List<Change> changes) {
    if (changes.isEmpty() || changes.size() > MAX_CHANGES) {
      throw new IllegalArgumentException("a commit has 1 to 1000 changes, got " + changes.size());
    }
    Set<RecordId> ids = new HashSet<>();
    for (Change change : changes) {
      checkText(change.id().id());
      if (!ids.add(change.id())) {
        throw new IllegalArgumentException("two changes of " + change.id() + " in one commit");
      }
      if (change.expectedVersion() < (change instanceof Change.Delete ? 1 : 0)) {
        throw new IllegalArgumentException("impossible expected version in " + change);
      }
      if (change instanceof Change.Put put) {
        checkText(put.parent().orElse(""));
        checkContent(put);
      }
    }
  }

  private static void checkContent(Change.Put put) {
    if (put.content().length > MAX_CONTENT_BYTES) {
      throw new IllegalArgumentException(
          "a record holds at most 1 MiB, got " + put.content().length + " bytes for " + put.id());
    }
  }

  private static void checkLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be positive, got " + limit);
    }
  }

  /** Two texts that are not Unicode could become the same bytes in the database. */
  private static String checkText(String text) {
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    if (text.indexOf('\0') >= 0 || !encoder.canEncode(text)) {
      throw new IllegalArgumentException("a record id is Unicode text without NUL");
    }
    return text;
  }
}
