package dev.keyward.embedded.store;

import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.failure.KmsException;
import dev.keyward.failure.KmsException.Details;
import dev.keyward.failure.StoreDamagedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;

/**
 * A store in one SQLite file in write-ahead mode.
 *
 * <p>The file is opened by SQLite only. On POSIX systems a process loses all its locks on a file
 * when any part of it closes the file, so nothing here may read it in another way.
 */
final class SqliteDatabase implements SqlDatabase {
  /** "KWDY", the application id in the header of the file. */
  static final int APPLICATION_ID = 0x4B574459;

  /** The format of the tables. */
  static final int FORMAT = 1;

  private static final String OPEN_READ_WRITE = "2";
  private static final int READ_TIMEOUT_MILLIS = 10_000;
  private static final int MAX_VALUE_BYTES = 16 * 1024 * 1024;
  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE records(kind TEXT NOT NULL, id TEXT NOT NULL, parent TEXT,"
              + " version INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,"
              + " sealed BLOB NOT NULL, PRIMARY KEY(kind, id))",
          "CREATE INDEX records_parent ON records(kind, parent, id)",
          "CREATE TABLE chain(seq INTEGER PRIMARY KEY, changes BLOB NOT NULL, mac BLOB NOT NULL)");

  private final Path file;
  private volatile Object fileKey;

  SqliteDatabase(Path file) {
    this.file = file;
  }

  @Override
  public Session openWriter() throws SQLException {
    Session session = connect();
    try {
      checkStamp(session);
      // Waiting for the write lock is our own affair: see beginWrite.
      session.execute("pragma busy_timeout=" + READ_TIMEOUT_MILLIS);
      String mode = session.queryOne("pragma journal_mode=wal", row -> row.getString(1), "");
      if (!mode.equals("wal")) {
        throw new BackendUnavailableException(
            "Database " + file + " cannot be switched to write-ahead mode, it stays in " + mode);
      }
      session.execute("pragma synchronous=full");
      session.execute("pragma secure_delete=on");
      session.execute("pragma journal_size_limit=8388608");
      session.execute("pragma busy_timeout=0");
      fileKey = currentFileKey();
      return session;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public Session openReader() throws SQLException {
    Session session = connect();
    session.execute("pragma query_only=on");
    // The log is opened by the first statement that reads: now, while it is certainly there.
    hasTables(session);
    return session;
  }

  private Session connect() throws SQLException {
    Properties options = new Properties();
    // No option to make the file: it was made private, or it is missing and must not come back.
    options.setProperty("open_mode", OPEN_READ_WRITE);
    options.setProperty("busy_timeout", String.valueOf(READ_TIMEOUT_MILLIS));
    options.setProperty("limit_length", String.valueOf(MAX_VALUE_BYTES));
    Session session = new Session(new JDBC().connect(JDBC.PREFIX + file, options));
    try {
      session.execute("pragma trusted_schema=off");
      session.execute("pragma cell_size_check=on");
      session.execute("pragma mmap_size=0");
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  /** Reads only: a file that is not ours is not changed, not even its journal mode. */
  private void checkStamp(Session session) throws SQLException {
    SqliteLibrary.checkVersion(
        session.queryOne("select sqlite_version()", row -> row.getString(1), ""));
    if (session.queryNumber("pragma page_count") == 0) {
      return;
    }
    if (session.queryNumber("pragma application_id") != APPLICATION_ID) {
      // A process may have died between making the file and making the tables.
      if (!hasTables(session) && session.queryNumber("pragma application_id") == 0) {
        return;
      }
      throw new StoreDamagedException(
          "Database " + file + " is not a Keyward store. Configure another directory.");
    }
    checkFormat(session);
  }

  private void checkFormat(Session session) throws SQLException {
    long format = session.queryNumber("pragma user_version");
    if (format > FORMAT) {
      throw new InvalidRequestException(
          "Database "
              + file
              + " has format "
              + format
              + "; this version of Keyward writes format "
              + FORMAT
              + ". Update Keyward.");
    }
  }

  @Override
  public boolean hasTables(Session session) throws SQLException {
    return session.queryNumber("select count(*) from sqlite_schema") != 0;
  }

  @Override
  public boolean createTables(Session writer) throws SQLException {
    if (hasTables(writer)) {
      return false;
    }
    for (String statement : TABLES) {
      writer.execute(statement);
    }
    writer.execute("pragma application_id=" + APPLICATION_ID);
    writer.execute("pragma user_version=" + FORMAT);
    return true;
  }

  @Override
  public void checkTables(Session writer) throws SQLException {
    checkStamp(writer);
    Set<String> found = new TreeSet<>();
    writer.queryEach(
        "select sql from sqlite_schema where sql is not null", row -> found.add(row.getString(1)));
    if (!found.equals(Set.copyOf(TABLES))) {
      throw new StoreDamagedException(
          "Database " + file + " has tables, indexes or triggers that Keyward did not make.");
    }
  }

  /**
   * Asks again and again instead of leaving the waiting to SQLite, whose pauses of up to 100 ms let
   * a busy process starve the others.
   */
  @Override
  public void beginWrite(Session writer, Deadline deadline) throws SQLException {
    for (int attempt = 0; ; attempt++) {
      try {
        writer.execute("begin immediate");
        return;
      } catch (SQLException e) {
        if (code(e) != SQLiteErrorCode.SQLITE_BUSY.code || deadline.isOver()) {
          throw e;
        }
        deadline.pause(attempt);
      }
    }
  }

  @Override
  public void checkWritable(Session writer) throws SQLException {
    checkPresent();
    checkFormat(writer);
  }

  @Override
  public long changeSignal(Session session) throws SQLException {
    return session.queryNumber("pragma data_version");
  }

  /** Deleted content is overwritten by {@code secure_delete}; what is left is in the log. */
  @Override
  public boolean purge(Session writer) throws SQLException {
    long busy =
        writer.queryOne("pragma wal_checkpoint(truncate)", row -> row.getLong(1), (Long) 1L);
    return busy == 0;
  }

  @Override
  public void checkPresent() {
    Object now = currentFileKey();
    if (now == null ? fileKey != null : !now.equals(fileKey)) {
      throw new StoreDamagedException(
          "Database "
              + file
              + " was moved, deleted or replaced while it was open. Put it back and restart.");
    }
  }

  @Override
  public void checkIntegrity(Session reader) throws SQLException {
    expectIntegrity(reader, "pragma integrity_check(1)");
  }

  @Override
  public void checkRecordsIntegrity(Session reader) throws SQLException {
    expectIntegrity(reader, "pragma integrity_check('records')");
  }

  private void expectIntegrity(Session reader, String check) throws SQLException {
    String answer = reader.queryOne(check, row -> row.getString(1), "");
    if (!answer.equals("ok")) {
      throw new StoreDamagedException("Database " + file + " is damaged: " + answer);
    }
  }

  /** Null where the file is gone, or the file system has no such key. */
  private Object currentFileKey() {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (IOException gone) {
      return null;
    }
  }

  @Override
  public KmsException failure(String action, SQLException cause) {
    SQLiteErrorCode primary = SQLiteErrorCode.getErrorCode(code(cause));
    String text = action + " " + file + ": ";
    return switch (primary) {
      case SQLITE_CORRUPT,
          SQLITE_NOTADB,
          SQLITE_FORMAT,
          SQLITE_SCHEMA,
          SQLITE_ERROR,
          SQLITE_TOOBIG,
          SQLITE_MISMATCH,
          SQLITE_CONSTRAINT ->
          new StoreDamagedException(
              Details.of(
                      StoreDamagedException.DEFAULT_CODE,
                      text + "the database is damaged. Put it back from a backup.")
                  .causedBy(cause));
      default ->
          new BackendUnavailableException(
              Details.of(BackendUnavailableException.DEFAULT_CODE, text + reason(primary) + ".")
                  .causedBy(cause));
    };
  }

  private static String reason(SQLiteErrorCode code) {
    return switch (code) {
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
          "it is locked by another process for too long; nothing was changed, try again";
      case SQLITE_FULL -> "the disk is full; nothing was changed";
      case SQLITE_IOERR -> "the disk reports an input or output error; nothing was changed";
      case SQLITE_READONLY, SQLITE_PERM ->
          "it is not writable; check owner and mode of file and directory";
      case SQLITE_CANTOPEN ->
          "it cannot be opened; check that file and directory exist and are writable";
      case SQLITE_NOMEM -> "the system is out of memory";
      default -> "the database answered " + code.name();
    };
  }

  private static int code(SQLException cause) {
    return cause.getErrorCode() & 0xFF;
  }
}
