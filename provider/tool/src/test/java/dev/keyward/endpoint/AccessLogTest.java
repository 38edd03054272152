package dev.keyward.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults F43: a sink that is blocked, slow or full. */
@Timeout(60)
class AccessLogTest {
  private static final int MORE = 50;

  @TempDir Path home;

  /** Takes nothing until it is opened. */
  private static final class Sink extends Writer {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final StringBuffer text = new StringBuffer();
    private volatile boolean isFull;
    private volatile boolean isClosed;

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
      reached.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (isFull) {
        throw new IOException("No space left on device");
      }
      text.append(chars, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      isClosed = true;
    }
  }

  /** What was logged meanwhile. */
  private static final class Heard extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.keyward.endpoint");
    private final StringBuffer text = new StringBuffer();

    Heard() {
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
      text.append(entry.getMessage()).append('\n');
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }

  @Test
  void requests_sinkBlocked_areAnswered() throws Exception {
    Sink sink = new Sink();
    try (EndpointFixture fixture = new EndpointFixture(home, s -> s.withAccessLog(sink))) {
      WireClient client = fixture.client();
      assertThat(client.call("ListKeys", "{}").status()).isEqualTo(200);
      assertThat(sink.reached.await(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < MORE; i++) {
        assertThat(client.call("ListKeys", "{}").status()).isEqualTo(200);
      }
      sink.open.countDown();
    }
    assertThat(sink.text.toString().lines()).hasSize(1 + MORE);
    assertThat(sink.isClosed).isTrue();
  }

  @Test
  void lines_moreThanWait_areCountedAndTheCountIsSaid() throws Exception {
    Sink sink = new Sink();
    LineWriter lines = new LineWriter(sink);
    try (Heard heard = new Heard()) {
      lines.write("first\n");
      assertThat(sink.reached.await(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < LineWriter.MAX_WAITING + MORE; i++) {
        lines.write("more\n");
      }
      assertThat(lines.lost()).isEqualTo(MORE);
      assertThat(heard.text).isEmpty();
      sink.open.countDown();
      lines.close();
      assertThat(heard.text.toString()).contains(MORE + " lines of the access log");
      assertThat(sink.text.toString().lines()).hasSize(1 + LineWriter.MAX_WAITING);
    }
  }

  @Test
  void lines_sinkFullForAWhile_areCountedAndLaterOnesWritten() {
    Sink sink = new Sink();
    sink.isFull = true;
    sink.open.countDown();
    LineWriter lines = new LineWriter(sink);
    try (Heard heard = new Heard()) {
      lines.write("lost\n");
      while (lines.lost() == 0) {
        Thread.onSpinWait();
      }
      sink.isFull = false;
      lines.write("kept\n");
      lines.close();
      assertThat(sink.text).hasToString("kept\n");
      assertThat(heard.text.toString()).contains("1 lines of the access log");
    }
  }

  @Test
  void close_sinkBlocked_waitsTwoSeconds() throws Exception {
    Sink sink = new Sink();
    LineWriter lines = new LineWriter(sink);
    lines.write("first\n");
    assertThat(sink.reached.await(20, TimeUnit.SECONDS)).isTrue();
    long begun = System.nanoTime();
    lines.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(4));
    sink.open.countDown();
  }
}
