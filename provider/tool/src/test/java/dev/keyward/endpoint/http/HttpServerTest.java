package dev.keyward.endpoint.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class HttpServerTest {
  private final AtomicInteger asked = new AtomicInteger();

  private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

  /** Fails as a JVM does that runs out of memory. */
  private final class Failing implements RequestHandler {
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
      asked.incrementAndGet();
      throw new LinkageError("on purpose");
    }
  }

  @Test
  void body_endsBeforeItsLength_isNotWorkedOn() throws IOException {
    try (HttpServer server = start(HttpLimits.usual());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write("POST / HTTP/1.1\r\ncontent-length: 100\r\n\r\n{}".getBytes(US_ASCII));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(asked).hasValue(0);
      assertThat(answer)
          .satisfiesAnyOf(
              a -> assertThat(a).isEmpty(), a -> assertThat(a).startsWith("HTTP/1.1 400"));
    }
  }

  /** The memory of bodies is limited for all together: what is not given back is gone for all. */
  @Test
  void body_brokenOff_givesItsMemoryBack() throws IOException {
    try (HttpServer server = start(HttpLimits.usual())) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket
            .getOutputStream()
            .write("POST / HTTP/1.1\r\ncontent-length: 2000\r\n\r\n{".getBytes(US_ASCII));
        assertThat(becomes(() -> server.budget().used() > 0)).as("memory taken").isTrue();
        socket.setSoLinger(true, 0);
      }
      assertThat(becomes(() -> server.budget().used() == 0)).as("memory given back").isTrue();
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

  private HttpServer start(HttpLimits limits) throws IOException {
    return HttpServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        limits,
        new Failing(),
        InstantSource.system(),
        Optional.empty());
  }

  @Test
  void request_handlerFailsWithAnError_endsTheConnection() throws IOException {
    try (HttpServer server = start(HttpLimits.usual());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write("POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}".getBytes(US_ASCII));
      int first;
      try {
        first = socket.getInputStream().read();
      } catch (java.net.SocketException reset) {
        first = -1;
      }
      assertThat(first).isEqualTo(-1);
    }
  }
}
