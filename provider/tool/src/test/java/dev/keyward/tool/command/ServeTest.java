package dev.keyward.tool.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import picocli.CommandLine;

/** {@code keyward serve} as an operator meets it. */
@ResourceLock("java.security.Security.providers")
class ServeTest {
  private static final Pattern READY =
      Pattern.compile("Keyward endpoint ready at (https?://\\S+:[0-9]+)\\R");

  @TempDir Path folder;

  @AfterEach
  void forgetProvider() {
    Security.removeProvider(KeywardProvider.NAME);
    System.clearProperty("keyward.home");
  }

  /** A server that runs until it is closed. */
  private static final class Served implements AutoCloseable {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread thread;
    private volatile int exitCode = -1;

    Served(String... arguments) throws InterruptedException {
      CommandLine line = KeywardCommand.commandLine();
      line.setOut(
          new PrintWriter(out, true) {
            @Override
            public void println(String text) {
              super.println(text);
              ready.countDown();
            }
          });
      line.setErr(new PrintWriter(err, true));
      thread =
          new Thread(
              () -> {
                exitCode = line.execute(arguments);
                ready.countDown();
              });
      thread.start();
      assertThat(ready.await(60, TimeUnit.SECONDS)).isTrue();
    }

    URI uri() {
      Matcher line = READY.matcher(out.toString());
      assertThat(line.matches()).as(out + "|" + err).isTrue();
      return URI.create(line.group(1));
    }

    String everythingSaid() {
      return out.toString() + err;
    }

    @Override
    public void close() {
      thread.interrupt();
      try {
        thread.join(30_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      assertThat(thread.isAlive()).isFalse();
      assertThat(exitCode).as(err.toString()).isZero();
    }
  }

  private Path home() throws IOException {
    return folder.toRealPath().resolve("home");
  }

  private Served serve(String... more) throws Exception {
    ArrayList<String> all =
        new ArrayList<>(List.of("serve", "--listen", "127.0.0.1:0", "--home", home().toString()));
    all.addAll(List.of(more));
    return new Served(all.toArray(String[]::new));
  }

  private String profile() throws IOException {
    return Files.readString(home().resolve("admin.aws"));
  }

  private static String value(String profile, String name) {
    return profile
        .lines()
        .filter(line -> line.startsWith(name + " = "))
        .map(line -> line.substring(name.length() + 3))
        .findFirst()
        .orElse("");
  }

  private static int health(URI uri, Path trusted) throws Exception {
    HttpsURLConnection connection =
        (HttpsURLConnection) uri.resolve("/healthz").toURL().openConnection();
    connection.setSSLSocketFactory(trusting(trusted).getSocketFactory());
    try (InputStream body = connection.getInputStream()) {
      assertThat(new String(body.readAllBytes(), UTF_8)).contains("UP");
      return connection.getResponseCode();
    }
  }

  private static SSLContext trusting(Path file) throws Exception {
    KeyStore anchors = KeyStore.getInstance("PKCS12", "SunJSSE");
    anchors.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      anchors.setCertificateEntry(
          "endpoint", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void serve_emptyHome_makesAdministratorAndCertificate() throws Exception {
    try (Served served = serve()) {
      URI uri = served.uri();
      String profile = profile();

      assertThat(uri.getScheme()).isEqualTo("https");
      assertThat(profile).startsWith("[default]\n");
      assertThat(value(profile, "aws_access_key_id")).matches("AKIA[A-Z2-7]{16}");
      assertThat(value(profile, "aws_secret_access_key")).matches("[A-Za-z0-9+/]{40}");
      assertThat(value(profile, "region")).isEqualTo("us-east-1");
      assertThat(value(profile, "endpoint_url")).isEqualTo(uri.toString());
      assertThat(served.everythingSaid())
          .doesNotContain(value(profile, "aws_secret_access_key"))
          .contains("admin.aws");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(home().resolve("admin.aws"))))
          .isEqualTo("rw-------");
      assertThat(health(uri, Path.of(value(profile, "ca_bundle")))).isEqualTo(200);
    }
  }

  @Test
  void serve_tls12ClientAsksForAnotherHandshake_isCutOff() throws Exception {
    try (Served served = serve()) {
      URI uri = served.uri();
      SSLContext context = trusting(Path.of(value(profile(), "ca_bundle")));
      for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
        try (SSLSocket socket =
            (SSLSocket) context.getSocketFactory().createSocket("localhost", uri.getPort())) {
          socket.setSoTimeout(10_000);
          socket.setEnabledProtocols(new String[] {protocol});
          assertThat(health(socket)).isEqualTo("HTTP/1.1 200 OK");
          assertThat(health(socket)).as("the same connection").isEqualTo("HTTP/1.1 200 OK");
          if (protocol.equals("TLSv1.2")) {
            assertThatThrownBy(
                    () -> {
                      socket.startHandshake();
                      health(socket);
                    })
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
          } else {
            // There a handshake renews the keys, and costs nothing to speak of.
            socket.startHandshake();
            assertThat(health(socket)).isEqualTo("HTTP/1.1 200 OK");
          }
        }
      }
    }
  }

  /** Asks over a connection that stays open; gives the status line. */
  private static String health(SSLSocket socket) throws IOException {
    socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(UTF_8));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\"UP\"}") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new EOFException();
      }
      answer.append((char) next);
    }
    return answer.substring(0, answer.indexOf("\r"));
  }

  @Test
  void serve_secondStart_keepsKeyAndCertificateAndSaysWhereItIs() throws Exception {
    String before;
    try (Served first = serve()) {
      first.uri();
      before = profile();
    }
    byte[] certificate = Files.readAllBytes(home().resolve("endpoint-ca.pem"));

    try (Served second = serve()) {
      String after = profile();
      for (String kept : new String[] {"aws_access_key_id", "aws_secret_access_key", "region"}) {
        assertThat(value(after, kept)).isNotEmpty().isEqualTo(value(before, kept));
      }
      assertThat(value(after, "endpoint_url")).isEqualTo(second.uri().toString());
      assertThat(home().resolve("endpoint-ca.pem")).hasBinaryContent(certificate);
      assertThat(after.lines()).hasSameSizeAs(before.lines().toList());
    }
  }

  @Test
  void serve_profileTakenAway_makesNoNewKey() throws Exception {
    try (Served first = serve("--plain-http")) {
      first.uri();
    }
    Files.delete(home().resolve("admin.aws"));

    try (Served second = serve("--plain-http")) {
      assertThat(second.uri().getScheme()).isEqualTo("http");
      assertThat(second.everythingSaid()).contains("iam access-keys create");
      assertThat(home().resolve("admin.aws")).doesNotExist();
    }
  }

  /** Whoever gets at the files of a home could else make himself an administrator. */
  @Test
  void serve_keysDeletedAndProfileTakenAway_makesNoNewKey() throws Exception {
    String id;
    try (Served first = serve("--plain-http")) {
      first.uri();
      id = value(profile(), "aws_access_key_id");
    }
    String[] where = {"--home", home().toString()};
    iam("access-keys", "delete", id, "--yes", where[0], where[1]);
    Files.delete(home().resolve("admin.aws"));
    for (boolean userIsGone : new boolean[] {false, true}) {
      if (userIsGone) {
        iam("users", "delete", "administrator", "--yes", where[0], where[1]);
      }
      try (Served again = serve("--plain-http")) {
        assertThat(again.everythingSaid()).contains("iam access-keys create");
        assertThat(home().resolve("admin.aws")).doesNotExist();
      }
    }
  }

  private void iam(String... arguments) {
    ArrayList<String> all = new ArrayList<>(List.of("iam"));
    all.addAll(List.of(arguments));
    Terminal.runAsIs(new byte[0], all.toArray(String[]::new)).assertDone();
  }

  @Test
  void serve_tlsAliasAndFiles_areUsed() throws Exception {
    Path ca = home().resolve("endpoint-ca.pem");
    try (Served first = serve()) {
      first.uri();
    }
    try (Served served = serve("--tls-alias", "keyward-endpoint")) {
      assertThat(health(served.uri(), ca)).isEqualTo(200);
      assertThat(profile()).doesNotContain("ca_bundle");
    }
    Path notAKey = Files.writeString(folder.resolve("key.pem"), "nothing");
    assertThat(refused("--tls-cert", ca.toString(), "--tls-key", notAKey.toString()))
        .contains("private key");
    assertThat(refused("--tls-alias", "nobody")).contains("nobody");
  }

  /** A command line that ends at once. */
  private String refused(String... more) throws IOException {
    ArrayList<String> all = new ArrayList<>(List.of("serve", "--home", home().toString()));
    all.addAll(List.of(more));
    return Terminal.runAsIs(new byte[0], all.toArray(String[]::new)).assertRefused();
  }

  @Test
  void serve_plainHttpOffLoopback_isRefused() throws Exception {
    String[] open = {"serve", "--home", home().toString(), "--listen", "0.0.0.0:0", "--plain-http"};

    assertThat(Terminal.runAsIs(new byte[0], open).assertWrongUsage())
        .contains("--insecure-off-loopback");
    assertThat(home()).doesNotExist();
  }

  @Test
  void serve_wrongAddressOrTwoTransports_areRefused() throws Exception {
    for (String address : new String[] {"8443", "localhost", "localhost:x", "a:b:1", "h:65536"}) {
      Terminal.runAsIs(new byte[0], "serve", "--home", home().toString(), "--listen", address)
          .assertRefused();
    }
    Terminal.runAsIs(new byte[0], "serve", "--plain-http", "--tls-alias", "a").assertWrongUsage();
    Terminal.runAsIs(new byte[0], "serve", "--tls-cert", "a").assertWrongUsage();
    assertThat(home()).doesNotExist();
  }

  @Test
  void serve_accessLog_isAPrivateFile() throws Exception {
    Path log = folder.resolve("access.log");
    Files.writeString(log, "{\"earlier\":1}\n");
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r--r--"));
    try (Served served = serve("--plain-http", "--access-log", log.toString())) {
      var connection = (java.net.HttpURLConnection) served.uri().toURL().openConnection();
      assertThat(connection.getResponseCode()).isEqualTo(405);
    }

    assertThat(Files.readString(log))
        .startsWith("{\"earlier\":1}\n")
        .contains("\"status\":405")
        .endsWith("}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-------");
  }

  private static int status(Served served) throws IOException {
    return ((java.net.HttpURLConnection) served.uri().toURL().openConnection()).getResponseCode();
  }

  /** Whoever opens a pipe for writing waits until somebody reads it. */
  @Test
  void serve_accessLogIsAPipeWithoutReader_servesAndWritesWhenThereIsOne() throws Exception {
    Path pipe = folder.resolve("access.pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    try (Served served = serve("--plain-http", "--access-log", pipe.toString())) {
      assertThat(status(served)).isEqualTo(405);
      try (BufferedReader lines = Files.newBufferedReader(pipe)) {
        assertThat(lines.readLine()).contains("\"status\":405");
      }
    }
  }

  @Test
  @Timeout(60)
  void serve_accessLogIsASocket_isRefusedAtTheStart() throws Exception {
    Path socket = folder.resolve("access.socket");
    try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(socket));
      assertThat(refused("--plain-http", "--access-log", socket.toString()))
          .contains("access.socket");
    }
  }

  /** Whoever may write everything, as root, sees nothing of it. */
  @Test
  @Timeout(60)
  void serve_accessLogIsAPipeThatCannotBeWritten_isRefusedAtTheStart() throws Exception {
    Path pipe = folder.resolve("read-only.pipe");
    assertThat(new ProcessBuilder("mkfifo", "-m", "0400", pipe.toString()).start().waitFor())
        .isZero();
    Assumptions.assumeFalse(Files.isWritable(pipe), "this user may write to every file");
    assertThat(refused("--plain-http", "--access-log", pipe.toString())).contains("read-only.pipe");
  }

  @Test
  void accessKeys_madeListedDisabledDeleted() throws Exception {
    Terminal terminal = Terminal.in(folder);
    terminal.run("iam", "users", "create", "batch").assertDone();
    Path file = folder.resolve("batch.aws");

    String made =
        terminal
            .run("iam", "access-keys", "create", "batch", "--out", file.toString())
            .assertDone()
            .out();
    String secret = value(Files.readString(file), "aws_secret_access_key");
    String id = value(Files.readString(file), "aws_access_key_id");

    assertThat(made).contains(id).doesNotContain(secret);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    terminal.run("iam", "access-keys", "create", "batch", "--out", file.toString()).assertRefused();
    terminal.run("iam", "access-keys", "create", "batch").assertWrongUsage();
    terminal.run("iam", "access-keys", "disable", id).assertDone();
    assertThat(terminal.run("iam", "access-keys", "list", "batch").assertDone().out())
        .containsPattern(id + " +INACTIVE");
    terminal.run("iam", "access-keys", "enable", id).assertDone();
    terminal.run("iam", "access-keys", "delete", id, "--yes").assertDone();
    assertThat(terminal.run("iam", "access-keys", "list", "batch").assertDone().out())
        .startsWith("No access keys.");
  }
}
