package dev.keyward.samples.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;

/**
 * A PostgreSQL that lets in nobody but the owner of one certificate, over TLS.
 *
 * <pre>
 * Database FOLDER SERVER.p12 CLIENT.pem
 * </pre>
 *
 * <p>PostgreSQL is not a Java program: its own key is a file, which {@code keytool} made. It prints
 * its JDBC URL and runs until it is stopped, or its standard input ends.
 */
public final class Database {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Database() {}

  /**
   * Starts the database.
   *
   * @param arguments a folder for its data, a PKCS12 file with the server's key, and the client's
   *     certificate
   * @throws IOException if it does not start
   * @throws GeneralSecurityException if the PKCS12 file cannot be read
   * @throws SQLException if it cannot be set up
   */
  public static void main(String[] arguments)
      throws IOException, GeneralSecurityException, SQLException {
    Path folder = Files.createDirectories(Path.of(arguments[0])).toRealPath();
    Path client = folder.resolve("client.pem");
    Files.copy(Path.of(arguments[2]), client, StandardCopyOption.REPLACE_EXISTING);
    writeServerKey(Path.of(arguments[1]), folder);
    try (EmbeddedPostgres database =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(folder.toFile())
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", folder.resolve("server.pem").toString())
            .setServerConfig("ssl_key_file", folder.resolve("server.key").toString())
            .setServerConfig("ssl_ca_file", client.toString())
            .start()) {
      letInByCertificateOnly(database);
      System.out.println(
          "jdbc:postgresql://localhost:"
              + database.getPort()
              + "/postgres?user=app&sslmode=verify-full"
              + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
      while (System.in.read() >= 0) {
        // Until the script that started us ends.
      }
    }
  }

  private static void letInByCertificateOnly(EmbeddedPostgres database)
      throws SQLException, IOException {
    try (Connection connection = database.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE app LOGIN");
      statement.execute("GRANT ALL ON SCHEMA public TO app");
      String file;
      try (var shown = statement.executeQuery("SHOW hba_file")) {
        shown.next();
        file = shown.getString(1);
      }
      // TCP only by certificate, whose common name is the user.
      Files.writeString(Path.of(file), "hostssl all all 127.0.0.1/32 cert\n");
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  private static void writeServerKey(Path pkcs12, Path folder)
      throws IOException, GeneralSecurityException {
    KeyStore file = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(pkcs12)) {
      file.load(in, PASSWORD);
    }
    String alias = file.aliases().nextElement();
    Files.writeString(
        folder.resolve("server.pem"), pem("CERTIFICATE", file.getCertificate(alias).getEncoded()));
    Path key = folder.resolve("server.key");
    Files.deleteIfExists(key);
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, pem("PRIVATE KEY", file.getKey(alias, PASSWORD).getEncoded()));
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
        .formatted(type, PEM.encodeToString(content));
  }
}
