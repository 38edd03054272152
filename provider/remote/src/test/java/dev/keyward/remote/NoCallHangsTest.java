package dev.keyward.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KmsException;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.remote.resilience.Waiter;
import dev.keyward.remote.stub.FaultServer;
import dev.keyward.remote.stub.FaultServer.Behaviour;
import dev.keyward.remote.stub.Replies;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P25: whatever the server does, a call ends with its deadline. */
class NoCallHangsTest {
  private static final long SEED = 20261122;
  private static final long DEADLINE_MILLIS = 500;

  /** Few enough that the circuit breaker, which would answer at once, does not open. */
  private static final int BATCH = 6;

  @Test
  void calls_twoHundredRandomFaults_endInTime() throws Exception {
    run(200);
  }

  @Test
  @Tag("nightly")
  void calls_tenThousandRandomFaults_endInTime() throws Exception {
    run(10_000);
  }

  /** The first call of a process may have to wait for a token service, or for a program. */
  @Test
  void call_credentialsTooLate_endsInTime() throws Exception {
    try (Fixture fixture = new Fixture();
        FaultServer tokens = FaultServer.start(Replies.hang())) {
      fixture.environment.set(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI", tokens.uri().resolve("/c").toString());
      fixture.environment.forget("AWS_ACCESS_KEY_ID");
      fixture.environment.forget("AWS_SECRET_ACCESS_KEY");
      try (RemoteKms kms = fixture.hasty("timeout.call", DEADLINE_MILLIS + "ms")) {
        long start = System.nanoTime();
        BackendUnavailableException e =
            catchThrowableOfType(
                BackendUnavailableException.class,
                () -> kms.describeKey(DescribeKey.Request.of("alias/orders")));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(e.code()).isEqualTo("CredentialsUnavailable");
        assertThat(e.isRetryable()).isTrue();
        assertThat(millis).isLessThan(DEADLINE_MILLIS * 11 / 10 + 250);
        assertThat(tokens.requests()).isLessThanOrEqualTo(1);
        assertThat(fixture.server.requests()).isZero();
      }
    }
  }

  /** Nobody was refused anything: the token service is not well. */
  @Test
  void call_tokenServiceFails_isUnavailableAndNotDenied(@TempDir Path home) throws Exception {
    Path token = Files.writeString(home.resolve("token"), "aaa.bbb.ccc");
    try (Fixture fixture = new Fixture();
        FaultServer sts = FaultServer.start(Replies.json(500, "<Code>InternalFailure</Code>"))) {
      fixture.environment.forget("AWS_ACCESS_KEY_ID");
      fixture.environment.forget("AWS_SECRET_ACCESS_KEY");
      fixture.environment.set("AWS_ENDPOINT_URL_STS", sts.uri().toString());
      fixture.environment.set("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
      fixture.environment.set("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/app");
      try (RemoteKms kms = fixture.direct()) {
        for (int call = 0; call < 5; call++) {
          BackendUnavailableException e =
              catchThrowableOfType(
                  BackendUnavailableException.class,
                  () -> kms.describeKey(DescribeKey.Request.of("alias/orders")));
          assertThat(e.code()).isEqualTo("CredentialsUnavailable");
          assertThat(e.isRetryable()).isTrue();
        }
      }
      assertThat(sts.requests()).as("five calls, one fetch with its three tries").isEqualTo(3);
    }
  }

  private static void run(int calls) throws Exception {
    System.getLogger("NoCallHangsTest").log(System.Logger.Level.INFO, "seed {0}", SEED);
    long files = 0;
    try (Fixture fixture = new Fixture()) {
      // What a JVM takes to load the client is not the client's time.
      try (RemoteKms direct = fixture.hasty();
          RemoteKms cached = fixture.client(Waiter.system()).cached()) {
        direct.describeKey(DescribeKey.Request.of("alias/orders"));
        cached.describeKey(DescribeKey.Request.of("alias/orders"));
      }
      fixture.server.behave(random(fixture));
      for (int done = 0; done < calls; done += BATCH) {
        batch(fixture, done / BATCH % 2 == 1);
        if (done == 0) {
          files = openFiles();
        }
      }
      assertThat(fixture.server.requests()).isGreaterThan(calls / 2);
    }
    long before = files;
    assertThat(becomes(() -> openFiles() <= before)).as("files are closed").isTrue();
    assertThat(becomes(() -> ourThreads().isEmpty())).as(() -> ourThreads().toString()).isTrue();
  }

  private static long openFiles() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getOpenFileDescriptorCount();
  }

  private static List<String> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("keyward-remote"))
        .toList();
  }

  private static boolean becomes(BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(10)) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  private static void batch(Fixture fixture, boolean cached) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(BATCH);
    RemoteClient client =
        fixture.client(
            Waiter.system(),
            "timeout.response",
            "100ms",
            "timeout.attempt",
            "150ms",
            "timeout.lease",
            "50ms",
            "timeout.call",
            DEADLINE_MILLIS + "ms",
            "retry.base",
            "5ms",
            "retry.cap",
            "20ms");
    try (RemoteKms kms = cached ? client.cached() : client.direct()) {
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        all.add(threads.submit(() -> millis(kms)));
      }
      for (Future<Long> each : all) {
        // A tenth more than the deadline, and what two busy processors take on top.
        assertThat(each.get(30, TimeUnit.SECONDS)).isLessThan(DEADLINE_MILLIS * 11 / 10 + 250);
      }
      // The watchdog may still be at a connection that it ended.
      assertThat(becomes(() -> client.connectionsInUse() == 0))
          .as("connections of calls that are over are free")
          .isTrue();
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
  }

  private static long millis(RemoteKms kms) {
    long start = System.nanoTime();
    try {
      kms.describeKey(DescribeKey.Request.of("alias/orders"));
    } catch (KmsException | KmsServiceException e) {
      // Either is fine; another exception fails the test.
      assertThat(e.getMessage()).isNotEmpty();
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private static Behaviour random(Fixture fixture) {
    byte[] cut = Replies.bytes(200, "{\"KeyMetadata\":{}}");
    Behaviour[] faults = {
      Replies.reset(),
      Replies.close(),
      Replies.hang(),
      Replies.cut(cut, cut.length - 2),
      Replies.dribble(cut, 20),
      Replies.error(500, "KMSInternalException"),
      Replies.raw("nonsense\r\n\r\n")
    };
    Random random = new Random(SEED);
    return (request, socket, server) -> {
      int choice;
      synchronized (random) {
        choice = random.nextInt(faults.length * 2);
      }
      return choice < faults.length
          ? faults[choice].handle(request, socket, server)
          : fixture.stub.handle(request, socket, server);
    };
  }
}
