package dev.keyward.endpoint.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that stall their bodies until all memory for bodies is theirs. */
@Timeout(60)
class BodyBudgetTest {
  private static final int BUDGET = 2 << 20;
  private static final int LONG = 64 << 10;
  private static final int SHORT = 4 << 10;
  private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

  private long stalledBytes;
  private int stalledBodies;

  private static final class Friendly implements RequestHandler {
    @Override
    public Optional<Answer> answerEarly(RequestHead head) {
      return Optional.empty();
    }

    @Override
    public Answer answerRefused(Refusal refusal, RequestHead.Origin origin) {
      return Answer.empty(refusal.status(), Map.of());
    }

    @Override
    public Answer answer(RequestHead head, byte[] body) {
      return Answer.empty(200, Map.of("x-length", Integer.toString(body.length)));
    }
  }

  private static HttpServer start() throws IOException {
    HttpLimits usual = HttpLimits.usual();
    HttpLimits small =
        new HttpLimits(
            usual.connections(),
            usual.workers(),
            usual.waiting(),
            BUDGET,
            usual.head(),
            usual.body(),
            usual.answer(),
            usual.idle(),
            Duration.ofMillis(100));
    return HttpServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        small,
        new Friendly(),
        InstantSource.system(),
        Optional.empty());
  }

  @Test
  void bodies_stalledUntilTheMemoryIsGone_giveWayToThoseThatCome() throws IOException {
    List<Socket> stalled = new ArrayList<>();
    try (HttpServer server = start()) {
      while (server.budget().used() <= BUDGET - 2 * LONG) {
        stalled.add(stall(server, LONG));
      }
      while (server.budget().used() <= BUDGET - SHORT) {
        stalled.add(stall(server, SHORT));
      }
      assertThat(server.budget().used())
          .as("used by " + stalled.size())
          .isGreaterThan(BUDGET - SHORT);

      assertThat(status(server, 2 * SHORT)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(status(server, HttpLimits.MAX_BODY_BYTES)).isEqualTo("HTTP/1.1 200 OK");
    } finally {
      for (Socket each : stalled) {
        each.close();
      }
    }
  }

  /** Sends all of a body but its last byte, and waits until it has what it needs, and no more. */
  private Socket stall(HttpServer server, int length) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.getOutputStream().write(head(length));
    socket.getOutputStream().write(new byte[length - 1]);
    stalledBytes += length;
    stalledBodies++;
    // While a body gets more room it has the old one as well.
    assertThat(becomes(() -> isSettled(server.budget().used()))).isTrue();
    return socket;
  }

  private boolean isSettled(long used) {
    return used >= stalledBytes - stalledBodies && used <= stalledBytes;
  }

  private static byte[] head(int length) {
    return ("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: " + length + "\r\n\r\n")
        .getBytes(US_ASCII);
  }

  private static String status(HttpServer server, int length) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(head(length));
      socket.getOutputStream().write(new byte[length]);
      StringBuilder line = new StringBuilder();
      for (int c = socket.getInputStream().read(); c >= 0 && c != '\r'; ) {
        line.append((char) c);
        c = socket.getInputStream().read();
      }
      return line.toString();
    }
  }

  private static boolean becomes(BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > PATIENCE_NANOS) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  @Test
  void budget_empty_longBodiesGiveWayBeforeOlderShortOnes() {
    BodyBudget budget = new BodyBudget(200 << 10);
    AtomicInteger shortEnded = new AtomicInteger();
    AtomicInteger longEnded = new AtomicInteger();
    BodyBuffer shortOne = new BodyBuffer(budget, SHORT, shortEnded::incrementAndGet);
    BodyBuffer longOne = new BodyBuffer(budget, 128 << 10, longEnded::incrementAndGet);
    BodyBuffer next = new BodyBuffer(budget, 128 << 10, () -> {});

    assertThat(shortOne.append(ByteBuffer.allocate(SHORT))).isNull();
    assertThat(longOne.append(ByteBuffer.allocate(128 << 10))).isNull();
    assertThat(next.append(ByteBuffer.allocate(128 << 10))).isNull();

    assertThat(longEnded).hasValue(1);
    assertThat(shortEnded).hasValue(0);
    assertThat(longOne.isComplete()).as("what gave way is not worked on").isFalse();
    assertThat(shortOne.isComplete()).isTrue();
    longOne.close();
    shortOne.close();
    next.close();
    assertThat(budget.used()).as("given back once").isZero();
  }

  @Test
  void budget_usedByBodiesThatAreWorkedOn_isRefused() {
    BodyBudget budget = new BodyBudget(100 << 10);
    AtomicInteger ended = new AtomicInteger();
    BodyBuffer working = new BodyBuffer(budget, 90 << 10, ended::incrementAndGet);
    assertThat(working.append(ByteBuffer.allocate(90 << 10))).isNull();
    assertThat(working.isComplete()).isTrue();
    BodyBuffer waiting = new BodyBuffer(budget, SHORT, ended::incrementAndGet);
    assertThat(waiting.append(ByteBuffer.allocate(SHORT))).isNull();

    BodyBuffer tooMuch = new BodyBuffer(budget, 20 << 10, () -> {});

    assertThat(tooMuch.append(ByteBuffer.allocate(20 << 10))).isEqualTo(Refusal.OVERLOADED);
    assertThat(ended).as("nobody ends for what does not fit anyway").hasValue(0);
  }
}
