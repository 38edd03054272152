package dev.keyward.embedded.store;

import dev.keyward.failure.KmsException;
import java.sql.SQLException;

/**
 * What differs between the databases a store can live in. The tables and the statements on them are
 * the same everywhere.
 */
interface SqlDatabase {

  /** Opens a connection that may change rows. The store has one at a time. */
  Session openWriter() throws SQLException;

  /** Opens a connection that only reads. */
  Session openReader() throws SQLException;

  /** Tells whether there are any tables. */
  boolean hasTables(Session session) throws SQLException;

  /**
   * Makes the tables if there are none, in the transaction that the caller has begun.
   *
   * @return true if they were made
   */
  boolean createTables(Session writer) throws SQLException;

  /** Checks that the tables are exactly ours and that this version may write to them. */
  void checkTables(Session writer) throws SQLException;

  /** Begins a transaction that may write, waiting for other processes until a deadline. */
  void beginWrite(Session writer, Deadline deadline) throws SQLException;

  /** Checks, within a transaction, that committing is still right: same file, same format. */
  void checkWritable(Session writer) throws SQLException;

  /** A number that changes when somebody else, on another connection, committed something. */
  long changeSignal(Session session) throws SQLException;

  /**
   * Takes everything that was overwritten or deleted out of the files, as far as a database can.
   * Not within a transaction.
   *
   * @return false if others are reading older states of the database, so that it has to be done
   *     again later
   */
  boolean purge(Session writer) throws SQLException;

  /** Checks that the database is where it was when it was opened. */
  void checkPresent();

  /** Looks for damage the database can find by itself; throws if there is any. */
  void checkIntegrity(Session reader) throws SQLException;

  /**
   * The same for the records and their indexes only: an index out of order hides records that a
   * complete reading still finds.
   */
  void checkRecordsIntegrity(Session reader) throws SQLException;

  /** The failure to report for an exception of the driver. */
  KmsException failure(String action, SQLException cause);
}
