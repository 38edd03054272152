package dev.keyward.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.DescribeKey;
import dev.keyward.remote.http.WireAnswer;
import dev.keyward.remote.http.WireRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** F15: the clock of this machine is wrong, and several threads find out at once. */
class SkewTest {
  private static final DateTimeFormatter SIGNED =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DescribeKey.Request DESCRIBE = DescribeKey.Request.of("alias/orders");

  private final TestClient test = new TestClient();

  private Instant theirs() {
    return test.time.instant().plus(Duration.ofMinutes(10));
  }

  private WireAnswer answer(WireRequest request) {
    Instant signed = Instant.from(SIGNED.parse(request.headers().get("x-amz-date")));
    if (Duration.between(signed, theirs()).abs().compareTo(Duration.ofMinutes(5)) <= 0) {
      return test.well(request);
    }
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(theirs().atZone(ZoneOffset.UTC));
    return new WireAnswer(
        400,
        Map.of("x-amzn-errortype", "InvalidSignatureException", "date", date),
        new byte[0],
        true);
  }

  @Test
  void calls_signedTogetherAtAWrongTime_allSucceed() throws Exception {
    int threads = 2;
    CountDownLatch signed = new CountDownLatch(threads);
    try (RegionClient client =
        test.over(
            request -> {
              signed.countDown();
              await(signed);
              return answer(request);
            })) {
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      List<Future<Record>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(pool.submit(() -> client.call("DescribeKey", DESCRIBE)));
      }
      for (Future<Record> each : all) {
        assertThat(each.get(10, TimeUnit.SECONDS)).isInstanceOf(DescribeKey.Response.class);
      }
      pool.shutdown();
    }
    assertThat(test.sent).as("each call twice").hasSize(2 * threads);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
