package dev.keyward.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.endpoint.http.HttpLimits;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P29: clients that take their time take it from nobody else, and do not get it for ever. */
class SlowClientsTest {
  @TempDir Path home;

  private static final String HEAD = "POST / HTTP/1.1\r\nx: ";
  private static final String BODY = "POST / HTTP/1.1\r\ncontent-length: 1000000\r\n\r\n";

  @Test
  void slowHeads_aHundred_disturbNobody() throws IOException {
    disturb(HEAD, 100, 200, 500);
  }

  @Test
  void slowBodies_aHundred_disturbNobody() throws IOException {
    disturb(BODY, 100, 200, 500);
  }

  @Test
  @Tag("nightly")
  void slowBodies_aThousand_leaveHealthyOnesFast() throws IOException {
    disturb(BODY, 1_000, 2_000, 100);
  }

  @Test
  @Tag("nightly")
  void slowHeads_aThousand_leaveHealthyOnesFast() throws IOException {
    disturb(HEAD, 1_000, 2_000, 100);
  }

  private void disturb(String start, int slow, int calls, long limitMillis) throws IOException {
    ScheduledExecutorService dribble = Executors.newSingleThreadScheduledExecutor();
    List<Socket> sockets = new ArrayList<>();
    try (EndpointFixture fixture = new EndpointFixture(home, settings -> settings)) {
      WireClient client = fixture.client();
      for (int i = 0; i < slow; i++) {
        Socket socket = client.open();
        socket.getOutputStream().write(start.getBytes(UTF_8));
        sockets.add(socket);
      }
      dribble.scheduleAtFixedRate(() -> writeByte(sockets), 100, 100, TimeUnit.MILLISECONDS);

      long[] micros = latencies(client, calls);

      long p99 = micros[micros.length * 99 / 100] / 1_000;
      System.out.println("p99 " + p99 + " ms beside " + slow + " slow clients");
      assertThat(p99).as("p99 in milliseconds beside " + slow).isLessThanOrEqualTo(limitMillis);
    } finally {
      dribble.shutdownNow();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static void writeByte(List<Socket> sockets) {
    for (Socket socket : sockets) {
      try {
        socket.getOutputStream().write('a');
      } catch (IOException closed) {
        // The server had enough of it.
      }
    }
  }

  private static long[] latencies(WireClient client, int calls) throws IOException {
    long[] micros = new long[calls];
    try (Socket socket = client.open()) {
      BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
      for (int i = -50; i < calls; i++) {
        byte[] request = WireClient.request(client.signed("ListKeys", "{}"), "{}").getBytes(UTF_8);
        long begun = System.nanoTime();
        socket.getOutputStream().write(request);
        assertThat(WireClient.read(in).orElseThrow().status()).isEqualTo(200);
        if (i >= 0) {
          micros[i] = (System.nanoTime() - begun) / 1_000;
        }
      }
    }
    Arrays.sort(micros);
    return micros;
  }

  private static EndpointSettings impatient(EndpointSettings settings) {
    return settings.withLimits(HttpLimits.usual().withTimes(Duration.ofMillis(400)));
  }

  @Test
  void head_dribbled_isCutAtTheTotalTime() throws IOException {
    assertThat(timeUntilClosed("POST / HTTP/1.1\r\nx: ")).isLessThan(10_000);
  }

  @Test
  void body_dribbled_isCutAtTheTotalTime() throws IOException {
    assertThat(timeUntilClosed("POST / HTTP/1.1\r\ncontent-length: 100000\r\n\r\n"))
        .isLessThan(10_000);
  }

  @Test
  void connection_idle_isClosed() throws IOException {
    try (EndpointFixture fixture = new EndpointFixture(home, SlowClientsTest::impatient);
        Socket socket = fixture.client().open()) {
      assertThat(isClosedByServer(socket)).isTrue();
    }
  }

  private long timeUntilClosed(String start) throws IOException {
    ScheduledExecutorService dribble = Executors.newSingleThreadScheduledExecutor();
    try (EndpointFixture fixture = new EndpointFixture(home, SlowClientsTest::impatient);
        Socket socket = fixture.client().open()) {
      socket.getOutputStream().write(start.getBytes(UTF_8));
      dribble.scheduleAtFixedRate(() -> writeByte(List.of(socket)), 20, 20, TimeUnit.MILLISECONDS);
      long begun = System.nanoTime();
      try {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      } catch (java.net.SocketException reset) {
        // Closed as well.
      }
      return (System.nanoTime() - begun) / 1_000_000;
    } finally {
      dribble.shutdownNow();
    }
  }

  @Test
  void connections_moreThanAllowed_theIdlestGivesWay() throws IOException {
    try (EndpointFixture fixture =
        new EndpointFixture(
            home, settings -> settings.withLimits(HttpLimits.usual().withConnections(3)))) {
      WireClient client = fixture.client();
      try (Socket first = client.open();
          Socket second = client.open();
          Socket third = client.open()) {
        assertThat(client.call("ListKeys", "{}").status()).isEqualTo(200);
        assertThat(List.of(first, second, third)).anyMatch(SlowClientsTest::isClosedByServer);
      }
    }
  }

  private static boolean isClosedByServer(Socket socket) {
    try {
      socket.setSoTimeout(2_000);
      return socket.getInputStream().read() == -1;
    } catch (java.net.SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }
}
