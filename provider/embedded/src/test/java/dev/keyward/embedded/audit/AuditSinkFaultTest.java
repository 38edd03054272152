package dev.keyward.embedded.audit;

import static dev.keyward.embedded.audit.Trails.encrypt;
import static dev.keyward.embedded.audit.Trails.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.embedded.audit.AuditTrail.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No audit, no answer (P35), and nobody waits for ever (F43). */
@Timeout(60)
class AuditSinkFaultTest {
  private static final Duration DEADLINE = Duration.ofMillis(300);
  private static final TrailLimits LIMITS = TrailLimits.DEFAULT.withDeadline(DEADLINE);

  @TempDir private Path home;
  private Trails trails;

  @BeforeEach
  void openStore() {
    trails = new Trails(home);
  }

  @AfterEach
  void closeStore() {
    trails.close();
  }

  @Test
  void record_fullDisk_managementFailsAndDataPlaneRefusesWithinTheBound() {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "this system has no /dev/full");
    try (AuditTrail trail = trails.open(number -> new TrailDirectory.FileSink(full), LIMITS)) {
      assertThatThrownBy(() -> trail.record(event("CreateKey").build(), Durability.FORCED))
          .isInstanceOf(AuditUnavailableException.class)
          .hasMessageStartingWith("Cannot record the call: ");
      assertThat(acceptedBeforeRefusal(trail)).isLessThanOrEqualTo(1000);
      assertThatThrownBy(() -> trail.record(event("CreateKey").build(), Durability.FORCED))
          .isInstanceOf(AuditUnavailableException.class);
      assertThat(trail.status().isFailing()).isTrue();
      assertThat(trail.status().written()).isZero();
    }
  }

  /** A pipe that nobody reads: opening it blocks for ever. */
  @Test
  void record_blockedForEver_callersWaitNoLongerThanTheDeadline() throws Exception {
    Path pipe = home.resolve("pipe");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    Assumptions.assumeTrue(made.waitFor() == 0, "mkfifo does not work here");
    long start = System.nanoTime();
    AuditTrail trail = trails.open(number -> new TrailDirectory.FileSink(pipe), LIMITS);
    assertThatThrownBy(() -> trail.record(event("CreateKey").build(), Durability.FORCED))
        .isInstanceOf(AuditUnavailableException.class)
        .hasMessageContaining("not written in time");
    assertThat(acceptedBeforeRefusal(trail)).isLessThanOrEqualTo(1000);
    trail.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void record_blockedInWrite_dataPlaneRefusesAndEventsAreKeptForLater() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    Files.createDirectories(home.resolve("x"));
    TrailSink.Files slow =
        number ->
            new DelegatingSink(trails.files().open(number)) {
              @Override
              public void write(byte[] bytes) throws IOException {
                try {
                  open.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  throw new IOException(e);
                }
                super.write(bytes);
              }
            };
    int accepted;
    try (AuditTrail trail = trails.open(slow, LIMITS)) {
      accepted = acceptedBeforeRefusal(trail);
      assertThat(accepted).isBetween(1, 1000);
      open.countDown();
      Trails.await("all are written", () -> trail.status().written() == accepted);
      trail.record(encrypt(0), Durability.FORCED);
    }
    assertThat(trails.events()).hasSize(accepted + 1);
  }

  @Test
  void record_writeFailsHalfWay_leavesNoTraceAndGoesOnWhenItWorksAgain() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    TrailSink.Files flaky =
        number ->
            new DelegatingSink(trails.files().open(number)) {
              @Override
              public void write(byte[] bytes) throws IOException {
                if (broken.get()) {
                  super.write(java.util.Arrays.copyOf(bytes, bytes.length / 2));
                  throw new IOException("no space left on device");
                }
                super.write(bytes);
              }
            };
    try (AuditTrail trail = trails.open(flaky, LIMITS)) {
      trail.record(event("CreateKey").requestId("first").build(), Durability.FORCED);
      broken.set(true);
      trail.record(encrypt(1), Durability.BUFFERED);
      assertThatThrownBy(() -> trail.record(event("DisableKey").build(), Durability.FORCED))
          .isInstanceOf(AuditUnavailableException.class)
          .hasRootCauseMessage("no space left on device");
      broken.set(false);
      Trails.await("the event of the answered call", () -> trail.status().written() == 2);
      trail.record(event("CreateKey").requestId("last").build(), Durability.FORCED);
    }
    assertThat(trails.events())
        .hasSize(3)
        .noneMatch(line -> line.contains("DisableKey"))
        .last()
        .asString()
        .contains("\"requestID\":\"last\"");
    assertThat(sequences()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void record_forceFails_isNotAcknowledged() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    TrailSink.Files flaky =
        number ->
            new DelegatingSink(trails.files().open(number)) {
              @Override
              public void force() throws IOException {
                if (broken.get()) {
                  throw new IOException("I/O error");
                }
                super.force();
              }
            };
    try (AuditTrail trail = trails.open(flaky, LIMITS)) {
      assertThatThrownBy(() -> trail.record(event("CreateKey").build(), Durability.FORCED))
          .isInstanceOf(AuditUnavailableException.class);
      broken.set(false);
      trail.record(event("EnableKey").build(), Durability.FORCED);
    }
    assertThat(trails.events()).hasSize(1).first().asString().contains("EnableKey");
  }

  private java.util.List<Long> sequences() throws IOException {
    return trails.events().stream()
        .map(line -> TrailFormat.tail(line.getBytes(), line.length()).orElseThrow().sequence())
        .toList();
  }

  private static int acceptedBeforeRefusal(AuditTrail trail) {
    for (int accepted = 0; ; accepted++) {
      try {
        trail.record(encrypt(accepted), Durability.BUFFERED);
      } catch (AuditUnavailableException refused) {
        return accepted;
      }
    }
  }

  /** A sink whose single steps a test replaces. */
  private static class DelegatingSink implements TrailSink {
    private final TrailSink sink;

    DelegatingSink(TrailSink sink) {
      this.sink = sink;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      sink.write(bytes);
    }

    @Override
    public void force() throws IOException {
      sink.force();
    }

    @Override
    public void cutTo(long length) throws IOException {
      sink.cutTo(length);
    }

    @Override
    public void close() throws IOException {
      sink.close();
    }
  }
}
