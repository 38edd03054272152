package dev.keyward.embedded.store;

import dev.keyward.failure.StoreDamagedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements on the table of records. */
final class RecordRows {
  private static final String COLUMNS = "select id, parent, version, epoch, sealed from records";

  /** The order of the primary key. */
  static final String BY_ID = "id";

  /** The order of the index for children. */
  static final String BY_PARENT = "parent, id";

  private RecordRows() {}

  static Optional<SealedRow> find(Session session, RecordId id) throws SQLException {
    return session.queryOne(
        COLUMNS + " where kind = ? and id = ?",
        row -> Optional.of(row(id.kind(), row)),
        Optional.empty(),
        id.kind().databaseName(),
        id.id());
  }

  static List<SealedRow> scan(Session session, RecordKind kind, PrefixRange range, int limit)
      throws SQLException {
    String sql = COLUMNS + " where kind = ?" + range.condition() + " order by id limit ?";
    return list(session, kind, sql, parameters(kind, range, limit));
  }

  static List<SealedRow> children(
      Session session, RecordKind kind, String parent, Optional<String> after, int limit)
      throws SQLException {
    String sql = COLUMNS + " where kind = ? and parent = ? and id > ? order by id limit ?";
    return list(
        session,
        kind,
        sql,
        new Object[] {kind.databaseName(), parent, after.orElse(""), (long) limit});
  }

  static long count(Session session, RecordKind kind, PrefixRange range) throws SQLException {
    List<Object> parameters = new ArrayList<>();
    parameters.add(kind.databaseName());
    parameters.addAll(range.parameters());
    return session.queryNumber(
        "select count(*) from records where kind = ?" + range.condition(), parameters.toArray());
  }

  static long count(Session session, RecordKind kind) throws SQLException {
    return session.queryNumber("select count(*) from records where kind = ?", kind.databaseName());
  }

  /**
   * Adds the marks of all records of a kind up.
   *
   * @param order {@link #BY_ID} or {@link #BY_PARENT}: which index names the records
   */
  static Tally tally(Session session, RecordKind kind, RecordMarks marks, String order)
      throws SQLException {
    Tally[] sum = {Tally.EMPTY};
    session.queryEach(
        "select id from records where kind = ? order by " + order,
        row -> sum[0] = sum[0].plus(marks.of(recordId(kind, row))),
        kind.databaseName());
    return sum[0];
  }

  /** The version a record has, 0 if there is none. */
  static long version(Session session, RecordId id) throws SQLException {
    return session.queryNumber(
        "select version from records where kind = ? and id = ?", id.kind().databaseName(), id.id());
  }

  static void insert(Session session, SealedRow row) throws SQLException {
    session.update(
        "insert into records(parent, version, epoch, sealed, kind, id, seq)"
            + " values(?, ?, ?, ?, ?, ?, (select max(seq) + 1 from chain))",
        row.parent().orElse(null),
        row.version(),
        row.epoch(),
        row.sealed(),
        row.id().kind().databaseName(),
        row.id().id());
  }

  static void replace(Session session, SealedRow row) throws SQLException {
    session.update(
        "update records set parent = ?, version = ?, epoch = ?, sealed = ?,"
            + " seq = (select max(seq) + 1 from chain) where kind = ? and id = ?",
        row.parent().orElse(null),
        row.version(),
        row.epoch(),
        row.sealed(),
        row.id().kind().databaseName(),
        row.id().id());
  }

  /**
   * Rows sealed under older epochs, in the order in which they lie in the table.
   *
   * @param epoch only older ones
   * @param after only rows after this one
   */
  static List<OlderRow> olderThan(Session session, int epoch, long after, int limit)
      throws SQLException {
    List<OlderRow> rows = new ArrayList<>();
    session.queryEach(
        COLUMNS.replace("select id", "select rowid, kind, id")
            + " where rowid > ? and epoch < ? order by rowid limit ?",
        row -> rows.add(new OlderRow(row.getLong(1), row(kind(row), row))),
        after,
        epoch,
        limit);
    return rows;
  }

  /** A row and its place in the table. */
  record OlderRow(long place, SealedRow row) {}

  static boolean anyOlderThan(Session session, int epoch) throws SQLException {
    return session.queryNumber("select exists(select 1 from records where epoch < ?)", epoch) != 0;
  }

  /** The oldest commit that a record was written in; -1 if there are no records. */
  static long oldestCommit(Session session) throws SQLException {
    return session.queryNumber("select coalesce(min(seq), -1) from records");
  }

  static void delete(Session session, RecordId id) throws SQLException {
    session.update(
        "delete from records where kind = ? and id = ?", id.kind().databaseName(), id.id());
  }

  /** Takes every record of the store, in no particular order. */
  static void each(Session session, RowConsumer consumer) throws SQLException {
    session.queryEach(
        COLUMNS.replace("select id", "select kind, id"),
        row -> {
          consumer.accept(row(kind(row), row));
        });
  }

  private static RecordKind kind(ResultSet row) throws SQLException {
    return RecordKinds.named(row.getString("kind"))
        .orElseThrow(() -> new StoreDamagedException("A record has an unknown kind."));
  }

  /** Takes one record. */
  @FunctionalInterface
  interface RowConsumer {
    void accept(SealedRow row);
  }

  private static Object[] parameters(RecordKind kind, PrefixRange range, int limit) {
    List<Object> parameters = new ArrayList<>();
    parameters.add(kind.databaseName());
    parameters.addAll(range.parameters());
    parameters.add((long) limit);
    return parameters.toArray();
  }

  private static List<SealedRow> list(
      Session session, RecordKind kind, String sql, Object[] parameters) throws SQLException {
    List<SealedRow> rows = new ArrayList<>();
    session.queryEach(sql, row -> rows.add(row(kind, row)), parameters);
    return rows;
  }

  private static RecordId recordId(RecordKind kind, ResultSet row) throws SQLException {
    String id = row.getString("id");
    if (id == null || id.isEmpty() || id.length() > RecordId.MAX_LENGTH) {
      throw new StoreDamagedException("A record of kind " + kind + " has an impossible id.");
    }
    return new RecordId(kind, id);
  }

  private static SealedRow row(RecordKind kind, ResultSet row) throws SQLException {
    return new SealedRow(
        recordId(kind, row),
        Optional.ofNullable(row.getString("parent")),
        row.getLong("version"),
        row.getInt("epoch"),
        row.getBytes("sealed"));
  }
}
