package dev.keyward.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.AccessDeniedException;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.kms.DescribeKey;
import dev.keyward.remote.stub.FaultServer;
import dev.keyward.remote.stub.FaultServer.Behaviour;
import dev.keyward.remote.stub.Replies;
import dev.keyward.remote.stub.TestPki;
import dev.keyward.remote.stub.TestPki.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Certificates (B71, F12), clocks (F15, F16), and a provider at position 1. */
class TlsTest {
  private static final DescribeKey.Request DESCRIBE = DescribeKey.Request.of("alias/orders");

  private static TestPki pki;

  @TempDir Path directory;

  @BeforeAll
  static void makePki() {
    pki = new TestPki();
  }

  private RemoteKms client(Fixture fixture, FaultServer server) throws Exception {
    return fixture.direct(
        "endpoint", server.uri().toString(), "endpoint.ca", pki.bundle(directory).toString());
  }

  @Test
  void tls_rightCertificate_works() throws Exception {
    try (Fixture fixture = new Fixture();
        FaultServer server = pki.start(Server.good(), fixture.stub);
        RemoteKms kms = client(fixture, server)) {
      assertThat(kms.describeKey(DESCRIBE).keyMetadata().arn()).isEqualTo(fixture.stub.arn());
      kms.describeKey(DESCRIBE);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @TestFactory
  Stream<DynamicTest> tls_certificateNotToBeTrusted_isRefusedAndNotRetried() {
    return Stream.of(
            Server.good().expired(),
            Server.good().withHost("other.example"),
            Server.good().withBits(1024),
            Server.good().signedWith("SHA1withRSA"))
        .map(
            server ->
                DynamicTest.dynamicTest(
                    server.toString(),
                    () -> {
                      try (Fixture fixture = new Fixture();
                          FaultServer tls = pki.start(server, fixture.stub);
                          RemoteKms kms = client(fixture, tls)) {
                        assertThatThrownBy(() -> kms.describeKey(DESCRIBE))
                            .isInstanceOf(InvalidAnswerException.class)
                            .hasMessageContaining("TLS handshake");
                        assertThat(tls.requests()).isZero();
                        assertThat(tls.connections()).isEqualTo(1);
                      }
                    }));
  }

  @Test
  void tls_unknownAuthority_isRefused() throws Exception {
    try (Fixture fixture = new Fixture();
        FaultServer server = new TestPki().start(Server.good(), fixture.stub);
        RemoteKms kms = client(fixture, server)) {
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE))
          .isInstanceOf(InvalidAnswerException.class)
          .hasMessageContaining("endpoint.ca");
    }
  }

  @Test
  void tls_serverThatSpeaksNone_isRefusedSoon() throws Exception {
    try (Fixture fixture = new Fixture();
        FaultServer plain = FaultServer.start(Replies.close());
        RemoteKms kms =
            fixture.direct(
                "endpoint",
                "https://localhost:" + plain.port(),
                "endpoint.ca",
                pki.bundle(directory).toString(),
                "timeout.tls",
                "200ms")) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE)).isInstanceOf(RuntimeException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }
  }

  /** A server that has read what the client said and answers with bytes, however wrong. */
  private static final class RawServer implements AutoCloseable {
    private final ServerSocket socket;
    private final AtomicInteger connections = new AtomicInteger();

    RawServer(byte[] answer) throws IOException {
      socket = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
      Thread thread = new Thread(() -> serve(answer), "raw-server");
      thread.setDaemon(true);
      thread.start();
    }

    private void serve(byte[] answer) {
      while (!socket.isClosed()) {
        try (Socket accepted = socket.accept()) {
          connections.incrementAndGet();
          assertThat(accepted.getInputStream().readNBytes(5)).hasSize(5);
          accepted.getInputStream().skipNBytes(accepted.getInputStream().available());
          accepted.getOutputStream().write(answer);
          accepted.getOutputStream().flush();
          accepted.shutdownOutput();
          accepted.getInputStream().readAllBytes();
        } catch (IOException e) {
          // The client has seen enough, or the test is over.
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** A TLS 1.0 server's hello: TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, no session, no extensions. */
  private static final byte[] HELLO_OF_TLS10 =
      HexFormat.of()
          .parseHex("160301002a" + "02000026" + "0301" + "11".repeat(32) + "00" + "c013" + "00");

  private void assertRefusedOnce(byte[] answer, String reason) throws Exception {
    try (Fixture fixture = new Fixture();
        RawServer server = new RawServer(answer);
        RemoteKms kms =
            fixture.direct(
                "endpoint",
                "https://localhost:" + server.socket.getLocalPort(),
                "endpoint.ca",
                pki.bundle(directory).toString())) {
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE))
          .isInstanceOfSatisfying(
              InvalidAnswerException.class, e -> assertThat(e.code()).isEqualTo("NotTrusted"))
          .hasMessageContaining("failed the TLS handshake")
          .hasMessageContaining(reason);
      assertThat(server.connections).as("not retried").hasValue(1);
    }
  }

  @Test
  void tls_serverThatSpeaksTls10Only_isRefusedAndNotRetried() throws Exception {
    assertRefusedOnce(HELLO_OF_TLS10, "TLS10");
  }

  @Test
  void tls_handshakeCutShort_isRefusedWithItsReasonAndNotRetried() throws Exception {
    assertRefusedOnce(Arrays.copyOf(HELLO_OF_TLS10, 20), "peer shut down incorrectly");
    assertRefusedOnce(new byte[0], "peer shut down incorrectly");
  }

  /** Refuses what was not signed at its own time, which it tells. */
  private static Behaviour strictAbout(Duration ahead, Fixture fixture) {
    return (request, socket, server) -> {
      ZonedDateTime theirs =
          ZonedDateTime.ofInstant(fixture.time.instant().plus(ahead), ZoneOffset.UTC);
      String minute = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm").format(theirs);
      if (request.headers().get("x-amz-date").startsWith(minute)) {
        return fixture.stub.handle(request, socket, server);
      }
      return Replies.json(
              400,
              "{\"__type\":\"InvalidSignatureException\",\"message\":\"Signature expired\"}",
              "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(theirs))
          .handle(request, socket, server);
    };
  }

  @Test
  void clock_tenMinutesBehindAndJumping_isCorrected() throws Exception {
    try (Fixture fixture = new Fixture();
        FaultServer server =
            pki.start(Server.good(), strictAbout(Duration.ofMinutes(10), fixture));
        RemoteKms kms = client(fixture, server)) {
      kms.describeKey(DESCRIBE);
      assertThat(server.requests()).isEqualTo(2);
      assertThat(kms.health().getClockOffsetMillis()).isEqualTo(600_000);
      kms.describeKey(DESCRIBE);
      assertThat(server.requests()).isEqualTo(3);
      server.behave(strictAbout(Duration.ofHours(-2), fixture));
      kms.describeKey(DESCRIBE);
      assertThat(server.requests()).isEqualTo(5);
    }
  }

  @Test
  void clock_twoDaysOff_isNotBelieved() throws Exception {
    try (Fixture fixture = new Fixture();
        FaultServer server = pki.start(Server.good(), strictAbout(Duration.ofDays(2), fixture));
        RemoteKms kms = client(fixture, server)) {
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE)).isInstanceOf(AccessDeniedException.class);
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @Test
  void clock_toldInClear_isNotBelieved() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      fixture.server.behave(strictAbout(Duration.ofMinutes(10), fixture));
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE)).isInstanceOf(AccessDeniedException.class);
    }
  }

  /** What Keyward offers to everybody when it stands first, and must not use itself. */
  private static final class FirstProvider extends Provider {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger USED = new AtomicInteger();

    FirstProvider() {
      super("FirstInTheList", "1", "counts who asks it");
      for (String type : new String[] {"JKS", "PKCS12", "pkcs12", "KMS"}) {
        trap("KeyStore", type);
      }
      // No SecureRandom: the JDK takes the first one there is for its key agreement, whoever asks.
      trap("SSLContext", "TLS");
    }

    private void trap(String engine, String algorithm) {
      putService(
          new Service(this, engine, algorithm, Object.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
              USED.incrementAndGet();
              throw new IllegalStateException("the provider was asked while it was asking");
            }
          });
    }
  }

  @Test
  @ResourceLock("java.security.Security.providers")
  void tls_keywardFirstInTheList_neverAsksItself() throws Exception {
    try (Fixture fixture = new Fixture();
        FaultServer server = pki.start(Server.good(), fixture.stub);
        RemoteKms kms = client(fixture, server)) {
      FirstProvider.USED.set(0);
      Security.insertProviderAt(new FirstProvider(), 1);
      try {
        assertThat(kms.describeKey(DESCRIBE).keyMetadata().arn()).isEqualTo(fixture.stub.arn());
        assertThat(FirstProvider.USED.get()).isZero();
      } finally {
        Security.removeProvider("FirstInTheList");
      }
    }
  }

  @Test
  void http_toAnotherMachine_isRefusedUnlessForced() {
    try (Fixture fixture = new Fixture()) {
      assertThatThrownBy(() -> fixture.direct("endpoint", "http://kms.example"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("plain-http");
      fixture.direct("endpoint", "http://kms.example", "endpoint.plain-http", "true").close();
      fixture.direct("endpoint", "http://[::1]:1").close();
    }
  }
}
