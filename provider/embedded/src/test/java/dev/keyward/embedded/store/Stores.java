package dev.keyward.embedded.store;

import dev.keyward.embedded.store.Change.Put;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.sqlite.JDBC;

/** Shorthand for tests of the store. */
final class Stores {
  private Stores() {}

  static SqlRecordStore open(Path home) {
    return StoreDirectory.open(StoreSettings.inHome(home));
  }

  static Path database(Path home) {
    return home.resolve("store").resolve("keyward.db");
  }

  static RecordId key(String id) {
    return new RecordId(RecordKind.KEY, id);
  }

  static Put put(String id, long expectedVersion, String content) {
    return new Put(
        key(id), Optional.empty(), expectedVersion, content.getBytes(StandardCharsets.UTF_8));
  }

  static void commit(RecordStore store, Change... changes) {
    store.commit(List.of(changes));
  }

  static String text(RecordStore store, String id) {
    return new String(store.read(key(id)).orElseThrow().content(), StandardCharsets.UTF_8);
  }

  /** Runs statements the way somebody with a database tool would. */
  static void sql(Path home, String... statements) {
    try (Connection connection =
            new JDBC().connect(JDBC.PREFIX + database(home), new Properties());
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks for one value the way somebody with a database tool would. */
  static byte[] bytes(Path home, String query) {
    try (Connection connection =
            new JDBC().connect(JDBC.PREFIX + database(home), new Properties());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.getBytes(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Copies a store that is closed. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
