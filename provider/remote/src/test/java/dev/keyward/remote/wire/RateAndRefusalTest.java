package dev.keyward.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.KmsException;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.remote.http.TransportException;
import dev.keyward.remote.http.WireAnswer;
import dev.keyward.remote.http.WireRequest;
import dev.keyward.remote.resilience.Bulkhead;
import dev.keyward.remote.resilience.CircuitBreaker;
import dev.keyward.remote.resilience.SendRate;
import dev.keyward.remote.resilience.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** P21 and P23 with the whole client in real time. */
@Tag("nightly")
class RateAndRefusalTest {
  private static final long SEED = 20261122;
  private static final DescribeKey.Request DESCRIBE = DescribeKey.Request.of("alias/orders");
  private static final long SECOND = 1_000_000_000L;

  private final TestClient test = new TestClient();

  private RegionClient realTime(TestClient.Answering answering) {
    SplittableRandom random = new SplittableRandom(SEED);
    return test.over(
        answering,
        Waiter.system(),
        new SendRate(Waiter.system()),
        new Bulkhead(50, 200),
        () -> {
          synchronized (random) {
            return random.nextDouble();
          }
        });
  }

  @Test
  void refusals_circuitOpen_areMadeAtOnce() {
    try (RegionClient client =
        realTime(
            request -> {
              throw TransportException.of(TransportException.Kind.NOT_SENT, "was refused");
            })) {
      while (client.state() != CircuitBreaker.State.OPEN) {
        assertThatThrownBy(() -> client.call("DescribeKey", DESCRIBE))
            .isInstanceOf(KmsException.class);
      }
      long[] micros = new long[2_000];
      for (int i = 0; i < micros.length; i++) {
        long begun = System.nanoTime();
        assertThatThrownBy(() -> client.call("DescribeKey", DESCRIBE))
            .isInstanceOf(KmsException.class);
        micros[i] = (System.nanoTime() - begun) / 1_000;
      }
      Arrays.sort(micros);
      log("refusals: p50 " + micros[1_000] + " us, p99 " + micros[1_980] + " us");
      assertThat(micros[1_980]).as("p99 in microseconds").isLessThanOrEqualTo(5_000);
    }
  }

  /** Takes 100 a second, with room for ten at once. */
  private final class Capped {
    private final long begun = System.nanoTime();
    private double tokens = 10;
    private long last = begun;
    private int sentLate;

    synchronized WireAnswer answer(WireRequest request) {
      long now = System.nanoTime();
      tokens = Math.min(10, tokens + (now - last) * 100.0 / SECOND);
      last = now;
      sentLate += now - begun > 5 * SECOND && now - begun < 25 * SECOND ? 1 : 0;
      if (tokens < 1) {
        return TestClient.error(400, "ThrottlingException");
      }
      tokens--;
      return test.well(request);
    }
  }

  private record Ended(long at, long nanos, boolean success) {}

  @Test
  void calls_oneAndAHalfTimesTheCap_useItAndTheRestIsThrottledInTime() throws Exception {
    Capped service = new Capped();
    List<Future<Ended>> all = new ArrayList<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    AtomicInteger offered = new AtomicInteger();
    try (RegionClient client = realTime(service::answer)) {
      var offering =
          clock.scheduleAtFixedRate(
              () -> {
                if (offered.incrementAndGet() <= 150 * 25) {
                  synchronized (all) {
                    all.add(threads.submit(() -> call(client)));
                  }
                }
              },
              0,
              SECOND / 150,
              TimeUnit.NANOSECONDS);
      assertThatThrownBy(() -> offering.get(26, TimeUnit.SECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      offering.cancel(false);
      int succeeded = 0;
      long longest = 0;
      List<Future<Ended>> made;
      synchronized (all) {
        made = List.copyOf(all);
      }
      for (Future<Ended> each : made) {
        Ended end = each.get(30, TimeUnit.SECONDS);
        long second = (end.at() - service.begun) / SECOND;
        succeeded += end.success() && second >= 5 && second < 25 ? 1 : 0;
        longest = Math.max(longest, end.nanos());
      }
      log(
          "sent/s "
              + service.sentLate / 20.0
              + ", taken/s "
              + succeeded / 20.0
              + ", longest call "
              + longest / 1_000_000
              + " ms, of "
              + made.size());
      assertThat(service.sentLate / 20.0).as("sent a second").isLessThanOrEqualTo(110);
      assertThat(succeeded / 20.0).as("taken a second").isGreaterThanOrEqualTo(95);
      assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(11));
    } finally {
      clock.shutdownNow();
      threads.shutdownNow();
    }
  }

  private static Ended call(RegionClient client) {
    long begun = System.nanoTime();
    boolean success = true;
    try {
      client.call("DescribeKey", DESCRIBE);
    } catch (KmsServiceException e) {
      assertThat(e.is(ErrorCode.THROTTLING)).as(e.code()).isTrue();
      success = false;
    }
    return new Ended(System.nanoTime(), System.nanoTime() - begun, success);
  }

  private static void log(String text) {
    System.out.println(text);
  }
}
