package dev.keyward.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.DescribeKey;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that use a predefined alias for the first time, at the same time. */
class ServiceKeyRaceTest {
  @TempDir private Path home;

  @Test
  void predefinedAlias_firstUsedByTwoProcesses_isOneKeyForBoth() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try (EmbeddedKmsFixture fixture = new EmbeddedKmsFixture(home);
        EmbeddedKms other = fixture.open()) {
      for (String service : List.of("s3", "ebs", "rds", "glue", "ssm", "es")) {
        CyclicBarrier start = new CyclicBarrier(2);
        Future<String> here = pool.submit(describing(fixture.kms(), service, start));
        Future<String> there = pool.submit(describing(other, service, start));
        assertThat(here.get(30, TimeUnit.SECONDS)).isEqualTo(there.get(30, TimeUnit.SECONDS));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Callable<String> describing(EmbeddedKms kms, String service, CyclicBarrier start) {
    return () -> {
      start.await();
      DescribeKey.Request request = DescribeKey.Request.of("alias/aws/" + service);
      return kms.describeKey(request).keyMetadata().keyId();
    };
  }
}
