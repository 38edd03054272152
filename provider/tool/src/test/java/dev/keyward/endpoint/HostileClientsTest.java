package dev.keyward.endpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.endpoint.http.HttpLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients without any access key who want to leave nothing of the endpoint to those with one. */
@Timeout(120)
class HostileClientsTest {
  @TempDir Path home;

  private EndpointFixture fixture(int connections, int bodyMemoryBytes) throws IOException {
    HttpLimits usual = HttpLimits.usual();
    HttpLimits limits =
        new HttpLimits(
            connections,
            usual.workers(),
            usual.waiting(),
            bodyMemoryBytes,
            usual.head(),
            usual.body(),
            usual.answer(),
            usual.idle(),
            usual.drain());
    return new EndpointFixture(home, settings -> settings.withLimits(limits));
  }

  /** Who asks on and on and reads nothing would have all answers kept for it. */
  @Test
  void requests_pipelinedWithoutReading_endTheConnection() throws IOException {
    try (EndpointFixture fixture = fixture(4096, 4 << 20);
        Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), fixture.endpoint().port()));
      byte[] many = "GET /healthz HTTP/1.1\r\n\r\n".repeat(1000).getBytes(US_ASCII);
      int thousands = 0;
      try {
        while (thousands < 300) {
          socket.getOutputStream().write(many);
          thousands++;
        }
      } catch (IOException closed) {
        // As it should be.
      }
      assertThat(thousands).as("thousands of requests taken").isLessThan(300);
      assertThat(fixture.client().call("ListKeys", "{}").status()).isEqualTo(200);
    }
  }

  @Test
  void requests_aFewPipelined_areAnsweredInTheirOrder() throws IOException {
    try (EndpointFixture fixture = fixture(4096, 4 << 20);
        Socket socket = fixture.client().open()) {
      String one = "GET /healthz HTTP/1.1\r\n\r\n";
      String other = "GET / HTTP/1.1\r\n\r\n";
      socket.getOutputStream().write((one + other + one).getBytes(US_ASCII));
      java.io.BufferedInputStream in = new java.io.BufferedInputStream(socket.getInputStream());

      List<Integer> answers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        answers.add(WireClient.read(in).orElseThrow().status());
      }

      assertThat(answers).containsExactly(200, 405, 200);
    }
  }

  @Test
  void connections_moreThanAllowed_theOneThatAskedLeastRecentlyGivesWay() throws IOException {
    try (EndpointFixture fixture = fixture(3, 4 << 20)) {
      WireClient client = fixture.client();
      try (Socket old = client.open();
          Socket silent = client.open();
          Socket other = client.open()) {
        for (Socket each : List.of(old, silent, other, old)) {
          assertThat(call(client, each)).isEqualTo(200);
        }
        assertThat(client.call("ListKeys", "{}").status()).isEqualTo(200);

        assertThat(call(client, old)).as("the oldest connection, in use").isEqualTo(200);
        assertThat(isClosed(silent)).isTrue();
        assertThat(isClosed(other)).isFalse();
      }
    }
  }

  private static int call(WireClient client, Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write(WireClient.request(client.signed("ListKeys", "{}"), "{}").getBytes(US_ASCII));
    return WireClient.read(socket).map(WireClient.Reply::status).orElse(-1);
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(2_000);
      return socket.getInputStream().read() == -1;
    } catch (java.net.SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  /** A body that is announced and does not come is no work to be protected. */
  @Test
  void connections_allWithStalledBodies_giveWayToOthers() throws IOException {
    try (EndpointFixture fixture = fixture(3, 4 << 20)) {
      WireClient client = fixture.client();
      try (Socket first = stalled(client);
          Socket second = stalled(client);
          Socket third = stalled(client)) {
        assertThat(List.of(first, second, third)).noneMatch(Socket::isClosed);
        byte[] request =
            WireClient.request(client.signed("ListKeys", "{}"), "{}").getBytes(US_ASCII);
        assertThat(client.trySend(request)).map(WireClient.Reply::status).contains(200);
      }
    }
  }

  private static Socket stalled(WireClient client) throws IOException {
    Socket socket = client.open();
    socket
        .getOutputStream()
        .write(
            "POST / HTTP/1.1\r\nexpect: 100-continue\r\ncontent-length: 1000\r\n\r\n"
                .getBytes(US_ASCII));
    // Told to go on: from here on the server waits for the body.
    assertThat(socket.getInputStream().read()).isEqualTo('H');
    return socket;
  }

  /** What was signed is the path alone. */
  @ParameterizedTest
  @ValueSource(strings = {"/#", "/#x", "/?#", "http://127.0.0.1/", "//127.0.0.1/", "/?", "/./"})
  void target_otherThanTheSignedOne_isNotCarriedOut(String target) throws IOException {
    try (EndpointFixture fixture = fixture(4096, 4 << 20)) {
      WireClient client = fixture.client();
      String request = WireClient.request(client.signed("ListKeys", "{}"), "{}");
      assertThat(client.send(request).status()).isEqualTo(200);

      String other = request.replaceFirst("^POST / ", "POST " + target + " ");

      assertThat(other).contains(target + " HTTP/1.1");
      assertThat(client.send(other).status()).isEqualTo(400);
    }
  }

  /** The two fields of a message framed for both versions of HTTP mean different things to each. */
  @Test
  void body_inChunksUnderHttp10_isRefused() throws IOException {
    try (EndpointFixture fixture = fixture(4096, 4 << 20)) {
      String request =
          "POST / HTTP/1.0\r\nhost: x\r\nconnection: keep-alive\r\ntransfer-encoding:"
              + " chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
      WireClient.Reply reply = fixture.client().send(request);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).isEmpty();
      assertThat(reply.headers()).containsEntry("connection", "close");
    }
  }

  /** Lengths of chunks are hexadecimal digits and nothing else. */
  @ParameterizedTest
  @ValueSource(
      strings = {"+2", "-2", "0x2", " 2", "2 2", "2,2", "", "7fffffffffffffff", "ffffffff00000002"})
  void chunk_lengthThatIsNoPlainNumber_isRefused(String length) throws IOException {
    try (EndpointFixture fixture = fixture(4096, 4 << 20)) {
      WireClient client = fixture.client();
      String head = WireClient.request(client.signed("ListKeys", "{}"), "{}");
      String request =
          head.replace("content-length: 2", "transfer-encoding: chunked")
              .replace("\r\n\r\n{}", "\r\n\r\n" + length + "\r\n{}\r\n0\r\n\r\n");
      assertThat(
              client.trySend(request.getBytes(US_ASCII)).map(WireClient.Reply::status).orElse(400))
          .isEqualTo(400);
    }
  }

  @Test
  void body_inChunksByteByByteWithExtensionsAndTrailers_isRead() throws IOException {
    try (EndpointFixture fixture = fixture(4096, 4 << 20);
        Socket socket = fixture.client().open()) {
      WireClient client = fixture.client();
      String request =
          WireClient.request(client.signed("ListKeys", "{\"Limit\":5}"), "{\"Limit\":5}")
              .replace("content-length: 11", "transfer-encoding: chunked")
              .replace(
                  "\r\n\r\n{\"Limit\":5}",
                  "\r\n\r\n3;a=b\r\n{\"L\r\n008 ; c\r\nimit\":5}\r\n0\r\nx: y\r\n\r\n");
      for (int round = 0; round < 2; round++) {
        for (byte b : request.getBytes(US_ASCII)) {
          socket.getOutputStream().write(b);
        }
        assertThat(WireClient.read(socket).map(WireClient.Reply::status)).contains(200);
      }
    }
  }
}
