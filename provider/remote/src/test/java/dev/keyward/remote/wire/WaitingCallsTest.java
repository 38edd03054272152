package dev.keyward.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.remote.http.TransportException;
import dev.keyward.remote.resilience.Bulkhead;
import dev.keyward.remote.resilience.SendRate;
import dev.keyward.remote.resilience.Waiter;
import dev.keyward.remote.telemetry.Meters.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** F20 and the number of attempts, where a service throttles. */
@Timeout(60)
class WaitingCallsTest {
  private static final int MOST_WAITING = 200;
  private static final DescribeKey.Request DESCRIBE = DescribeKey.Request.of("alias/orders");

  private final TestClient test = new TestClient();

  /** Time that stands still: who waits does so until the test is over. */
  private static final class Standstill implements Waiter {
    private final CountDownLatch waiting;
    private final CountDownLatch over = new CountDownLatch(1);

    Standstill(int callers) {
      this.waiting = new CountDownLatch(callers);
    }

    @Override
    public long nanoTime() {
      return 1;
    }

    @Override
    public void await(Duration time) throws InterruptedException {
      waiting.countDown();
      over.await();
    }
  }

  @Test
  void callers_waitingForTheirTurn_areTwoHundredAtMost() throws Exception {
    Standstill time = new Standstill(MOST_WAITING);
    SendRate rate = new SendRate(time);
    for (int i = 0; i < 2_000; i++) {
      rate.taken();
    }
    rate.throttled();
    // One slot is free at once; the others wait for theirs.
    assertThat(rate.reserve(Duration.ofSeconds(1))).isZero();
    ExecutorService threads = Executors.newCachedThreadPool();
    Bulkhead bulkhead = new Bulkhead(50, MOST_WAITING);
    try (RegionClient client = test.over(test::well, time, rate, bulkhead, () -> 1)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < MOST_WAITING; i++) {
        all.add(threads.submit(() -> client.call("DescribeKey", DESCRIBE)));
      }
      assertThat(time.waiting.await(20, TimeUnit.SECONDS)).as("200 callers wait").isTrue();

      assertThatThrownBy(() -> client.call("DescribeKey", DESCRIBE))
          .as("the 201st")
          .isInstanceOfSatisfying(
              KmsServiceException.class, e -> assertThat(e.is(ErrorCode.THROTTLING)).isTrue());

      assertThat(test.meters.get(Count.REFUSED_BY_BULKHEAD)).isEqualTo(1);
      time.over.countDown();
      for (Future<?> each : all) {
        each.get(20, TimeUnit.SECONDS);
      }
      assertThat(client.call("DescribeKey", DESCRIBE)).as("when they are gone").isNotNull();
    } finally {
      time.over.countDown();
      threads.shutdown();
    }
  }

  @Test
  void call_throttledOnceAndThenFailing_isTriedAsOftenAsOthersThatFail() {
    try (RegionClient client =
        test.over(
            request -> {
              if (test.sent.size() == 1) {
                return TestClient.error(400, "ThrottlingException");
              }
              throw TransportException.of(TransportException.Kind.NO_ANSWER, "was reset");
            })) {
      assertThatThrownBy(() -> client.call("DescribeKey", DESCRIBE))
          .isInstanceOf(dev.keyward.failure.BackendUnavailableException.class);
    }
    assertThat(test.sent).as("one that was throttled, three that failed").hasSize(4);
  }

  @Test
  void call_throttledAllTheTime_isTriedEightTimes() {
    TestClient patient = new TestClient();
    try (RegionClient client =
        patient.over(
            request -> TestClient.error(400, "ThrottlingException"),
            patient.time,
            new SendRate(patient.time),
            new Bulkhead(50, MOST_WAITING),
            () -> 0)) {
      assertThatThrownBy(() -> client.call("DescribeKey", DESCRIBE))
          .isInstanceOf(KmsServiceException.class);
    }
    assertThat(patient.sent).hasSize(8);
  }
}
