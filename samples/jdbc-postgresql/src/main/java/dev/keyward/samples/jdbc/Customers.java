package dev.keyward.samples.jdbc;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table with an encrypted column.
 *
 * <pre>
 * Customers URL add NAME IBAN     writes a row
 * Customers URL list              reads all rows, and shows what the database has
 * Customers URL reencrypt ALIAS   writes every value anew, under the present key material of ALIAS
 * </pre>
 *
 * <p>The login is by client certificate: {@code sslfactory=DefaultJavaSSLFactory} in the URL takes
 * the JVM's own key store, which {@code -Djavax.net.ssl.keyStoreType=KMS} makes the key service.
 */
public final class Customers {
  private static final String TABLE = "customers";
  private static final String COLUMN = "iban";
  private static final String ALIAS = "customers";

  private final Connection connection;

  private Customers(Connection connection) {
    this.connection = connection;
  }

  /**
   * Runs one command.
   *
   * @param arguments URL and command
   * @throws SQLException if the database refuses
   * @throws GeneralSecurityException if the key service refuses, or a value was altered or moved
   * @throws IOException if the key store cannot be opened
   */
  public static void main(String[] arguments)
      throws SQLException, GeneralSecurityException, IOException {
    if (arguments.length < 2) {
      System.err.println("Usage: Customers URL add NAME IBAN | list | reencrypt ALIAS");
      System.exit(2);
    }
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      Customers customers = new Customers(connection);
      ColumnCipher cipher = new ColumnCipher(ALIAS, TABLE, COLUMN);
      switch (arguments[1]) {
        case "add" -> customers.add(cipher, arguments[2], arguments[3]);
        case "list" -> customers.list(cipher);
        case "reencrypt" ->
            customers.reencrypt(cipher, new ColumnCipher(arguments[2], TABLE, COLUMN));
        default -> throw new IllegalArgumentException("add, list or reencrypt");
      }
    }
  }

  private void add(ColumnCipher cipher, String name, String iban)
      throws SQLException, GeneralSecurityException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS customers (id bigint PRIMARY KEY, name text, iban bytea)");
      statement.execute("CREATE SEQUENCE IF NOT EXISTS customer_ids");
    }
    long id = nextId();
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO customers VALUES (?, ?, ?)")) {
      insert.setLong(1, id);
      insert.setString(2, name);
      insert.setBytes(3, cipher.encrypt(id, iban));
      insert.executeUpdate();
    }
    System.out.println("Added " + name + " as customer " + id + ", logged in as " + user());
  }

  private long nextId() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet next = statement.executeQuery("SELECT nextval('customer_ids')")) {
      next.next();
      return next.getLong(1);
    }
  }

  private String user() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet user =
            statement.executeQuery(
                "SELECT usename || ' by ' || client_dn || ' over ' || version"
                    + " FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                    + " WHERE pid = pg_backend_pid()")) {
      user.next();
      return user.getString(1);
    }
  }

  private void list(ColumnCipher cipher) throws SQLException, GeneralSecurityException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id, name, iban FROM customers ORDER BY id")) {
      while (rows.next()) {
        long id = rows.getLong("id");
        byte[] stored = rows.getBytes(COLUMN);
        System.out.printf(
            "%d %s: %s (%d bytes in the database)%n",
            id, rows.getString("name"), cipher.decrypt(id, stored), stored.length);
      }
    }
  }

  /** One row at a time, and only if nobody changed it meanwhile: the program may be running. */
  private void reencrypt(ColumnCipher from, ColumnCipher to)
      throws SQLException, GeneralSecurityException {
    int changed = 0;
    for (Map.Entry<Long, byte[]> row : values().entrySet()) {
      byte[] anew = to.encrypt(row.getKey(), from.decrypt(row.getKey(), row.getValue()));
      try (PreparedStatement update =
          connection.prepareStatement("UPDATE customers SET iban = ? WHERE id = ? AND iban = ?")) {
        update.setBytes(1, anew);
        update.setLong(2, row.getKey());
        update.setBytes(3, row.getValue());
        changed += update.executeUpdate();
      }
    }
    System.out.println("Encrypted " + changed + " values anew");
  }

  private Map<Long, byte[]> values() throws SQLException {
    Map<Long, byte[]> values = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, iban FROM customers ORDER BY id")) {
      while (rows.next()) {
        values.put(rows.getLong(1), rows.getBytes(2));
      }
    }
    return values;
  }
}
