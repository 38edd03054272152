package dev.keyward.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise P4: what one process changes, another enforces within a second. */
class ChangesTravelTest {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final String ALLOWED =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"AWS\":\"arn:aws:iam::111122223333:root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}}";
  private static final String NO_ENCRYPTION =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"AWS\":\"arn:aws:iam::111122223333:root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"},"
          + "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"kms:Encrypt\",\"Resource\":\"*\"}"
          + "]}";

  @TempDir private Path home;

  @Test
  void changes_inAnotherProcess_areEnforcedWithinASecond() throws Exception {
    travels(5);
  }

  @Test
  @Tag("nightly")
  void changes_thousandInAnotherProcess_areEnforcedWithinASecond() throws Exception {
    travels(167);
  }

  /** Six changes a round. */
  private void travels(int rounds) throws Exception {
    List<Long> millis = new ArrayList<>();
    try (EmbeddedKmsFixture fixture = new EmbeddedKmsFixture(home);
        EngineWorker there = EngineWorker.start(home, home.resolve("worker.log"))) {
      EmbeddedKms kms = fixture.kms();
      String key = EmbeddedKmsFixture.symmetric(kms);
      String other = EmbeddedKmsFixture.symmetric(kms);
      kms.createAlias(CreateAlias.Request.of("alias/a", key));
      for (int round = 0; round < rounds; round++) {
        there.tell("disable", key);
        millis.add(until(() -> fails(kms, key, ErrorCode.DISABLED)));
        there.tell("enable", key);
        millis.add(until(() -> works(kms, key)));
        there.tell("policy", key, NO_ENCRYPTION);
        millis.add(until(() -> fails(kms, key, ErrorCode.ACCESS_DENIED)));
        there.tell("policy", key, ALLOWED);
        millis.add(until(() -> works(kms, key)));
        there.tell("alias", "alias/a", other);
        millis.add(until(() -> target(kms).equals(other)));
        there.tell("alias", "alias/a", key);
        millis.add(until(() -> target(kms).equals(key)));
      }
    }
    millis.sort(null);
    System.out.printf(
        "%d changes seen by the other process after %d ms in the median, %d ms at most%n",
        millis.size(), millis.get(millis.size() / 2), millis.get(millis.size() - 1));
    assertThat(millis).allMatch(time -> time <= LIMIT.toMillis());
  }

  private static boolean works(EmbeddedKms kms, String key) {
    return error(kms, key) == null;
  }

  private static boolean fails(EmbeddedKms kms, String key, ErrorCode code) {
    KmsServiceException error = error(kms, key);
    return error != null && error.is(code);
  }

  private static KmsServiceException error(EmbeddedKms kms, String key) {
    try {
      kms.encrypt(Encrypt.Request.of(key, new byte[1]));
      return null;
    } catch (KmsServiceException e) {
      return e;
    }
  }

  private static String target(EmbeddedKms kms) {
    return kms.describeKey(DescribeKey.Request.of("alias/a")).keyMetadata().arn();
  }

  /** Milliseconds until something is seen; gives up long after the limit. */
  private static long until(BooleanSupplier seen) {
    long start = System.nanoTime();
    long giveUp = start + 10 * LIMIT.toNanos();
    while (!seen.getAsBoolean() && System.nanoTime() < giveUp) {
      Thread.onSpinWait();
    }
    return (System.nanoTime() - start) / 1_000_000;
  }
}
