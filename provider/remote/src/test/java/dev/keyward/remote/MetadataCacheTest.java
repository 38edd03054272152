package dev.keyward.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.PublicKeys;
import dev.keyward.backend.Signs;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Sign;
import dev.keyward.kms.backend.KmsKeyBackend;
import dev.keyward.model.KeyReference;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.remote.resilience.Waiter;
import dev.keyward.remote.stub.FaultServer.Behaviour;
import dev.keyward.remote.stub.Replies;
import dev.keyward.remote.stub.StubKms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetadataCacheTest {
  private static final DescribeKey.Request DESCRIBE = DescribeKey.Request.of("alias/orders");

  /** What a TLS server does: look at its key, then sign at each handshake. */
  @Test
  void oneAlias_startAndHandshakes_askFewTimes() {
    try (Fixture fixture = new Fixture();
        KeyBackend backend = new KmsKeyBackend(fixture.cached(), "stub")) {
      KeyReference alias = KeyReference.parse("alias/orders");
      for (int i = 0; i < 10; i++) {
        backend.describe(alias);
        backend.require(PublicKeys.class).publicKey(alias);
      }
      assertThat(fixture.stub.allCalls()).isLessThanOrEqualTo(3);
      int start = fixture.stub.allCalls();
      for (int handshake = 0; handshake < 5; handshake++) {
        backend.describe(alias);
        backend
            .require(Signs.class)
            .sign(
                KeyReference.parse(fixture.stub.arn()),
                SigningAlgorithm.ECDSA_SHA_256,
                MessageType.DIGEST,
                new byte[32]);
      }
      assertThat(fixture.stub.allCalls() - start).isEqualTo(5);
      assertThat(fixture.stub.calls("Sign")).isEqualTo(5);
    }
  }

  @Test
  void admin_describesTwice_asksTwice() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      kms.describeKey(DESCRIBE);
      kms.describeKey(DESCRIBE);
      assertThat(fixture.stub.calls("DescribeKey")).isEqualTo(2);
    }
  }

  @Test
  void description_tooOld_isAskedAnew() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.cached()) {
      kms.describeKey(DESCRIBE);
      time(fixture, 59);
      kms.describeKey(DESCRIBE);
      assertThat(fixture.stub.calls("DescribeKey")).isEqualTo(1);
      time(fixture, 2);
      kms.describeKey(DESCRIBE);
      assertThat(fixture.stub.calls("DescribeKey")).isEqualTo(2);
      assertThat(kms.health().getCounts()).containsEntry("CACHE_HITS", 1L);
    }
  }

  private static void time(Fixture fixture, int seconds) {
    fixture.time.pass(Duration.ofSeconds(seconds));
  }

  @Test
  void description_tooOldAndServiceGone_isStillGiven() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.cached()) {
      kms.describeKey(DESCRIBE);
      time(fixture, 61);
      fixture.server.behave(Replies.error(500, "KMSInternalException"));
      assertThat(kms.describeKey(DESCRIBE).keyMetadata().arn()).isEqualTo(fixture.stub.arn());
      time(fixture, 600);
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE)).isInstanceOf(KmsServiceException.class);
    }
  }

  @Test
  void absence_isRememberedShortly() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.cached()) {
      fixture.server.behave(Replies.error(400, "NotFoundException"));
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> kms.describeKey(DESCRIBE)).isInstanceOf(KmsServiceException.class);
      }
      assertThat(fixture.server.requests()).isEqualTo(1);
      fixture.server.behave(fixture.stub);
      time(fixture, 6);
      kms.describeKey(DESCRIBE);
    }
  }

  /** A key store lists many keys that its user may not describe. */
  @Test
  void denial_isRememberedShortlyAndForgottenWithAChange() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.cached()) {
      fixture.server.behave(Replies.error(400, "AccessDeniedException"));
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> kms.describeKey(DESCRIBE))
            .isInstanceOfSatisfying(
                KmsServiceException.class,
                e -> assertThat(e.code()).isEqualTo("AccessDeniedException"));
      }
      assertThat(fixture.server.requests()).isEqualTo(1);
      time(fixture, 6);
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE)).isInstanceOf(KmsServiceException.class);
      assertThat(fixture.server.requests()).isEqualTo(2);

      fixture.server.behave(fixture.stub);
      kms.disableKey(DisableKey.Request.of(StubKms.KEY_ID));
      kms.describeKey(DESCRIBE);
    }
  }

  @Test
  void change_throughTheSameClient_forgets() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.cached()) {
      kms.describeKey(DESCRIBE);
      kms.disableKey(DisableKey.Request.of(StubKms.KEY_ID));
      kms.describeKey(DESCRIBE);
      assertThat(fixture.stub.calls("DescribeKey")).isEqualTo(2);
    }
  }

  /** Answers well, when the test says so. */
  private static Behaviour held(StubKms stub, CountDownLatch arrived, CountDownLatch go) {
    return (request, socket, server) -> {
      arrived.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        return false;
      }
      return stub.handle(request, socket, server);
    };
  }

  @Test
  void manyThreads_sameQuestion_askOnce() throws Exception {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.cached()) {
      CountDownLatch arrived = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      fixture.server.behave(held(fixture.stub, arrived, go));
      ExecutorService threads = Executors.newFixedThreadPool(8);
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(threads.submit(() -> kms.describeKey(DESCRIBE)));
      }
      assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
      go.countDown();
      for (Future<?> each : all) {
        each.get(5, TimeUnit.SECONDS);
      }
      threads.shutdown();
      assertThat(fixture.stub.calls("DescribeKey")).isEqualTo(1);
    }
  }

  private static final String[] HASTY = {
    "timeout.response", "150ms",
    "timeout.attempt", "200ms",
    "timeout.call", "500ms",
    "retry.base", "1ms",
    "retry.cap", "2ms"
  };

  @Test
  void manyThreads_serviceHangs_endWithTheDeadlineAndShareTheFailure() throws Exception {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.client(Waiter.system(), HASTY).cached()) {
      fixture.server.behave(Replies.hang());
      ExecutorService threads = Executors.newFixedThreadPool(20);
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(threads.submit(() -> millisUntilUnavailable(kms)));
      }
      for (Future<Long> each : all) {
        assertThat(each.get(20, TimeUnit.SECONDS)).isLessThan(500 * 11 / 10 + 250);
      }
      threads.shutdown();
      assertThat(fixture.server.requests())
          .as("one call with its three attempts; twice, should a thread have come too late")
          .isBetween(1, 6);
    }
  }

  private static long millisUntilUnavailable(RemoteKms kms) {
    long begun = System.nanoTime();
    assertThatThrownBy(() -> kms.describeKey(DESCRIBE))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("alias/orders");
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  @Test
  void description_tooOldAndServiceGone_isAskedForOnceInAWhile() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.cached()) {
      kms.describeKey(DESCRIBE);
      time(fixture, 61);
      fixture.server.behave(Replies.error(500, "KMSInternalException"));
      kms.describeKey(DESCRIBE);
      int asked = fixture.server.requests();
      for (int i = 0; i < 10; i++) {
        kms.describeKey(DESCRIBE);
      }
      assertThat(fixture.server.requests()).as("ten callers later").isEqualTo(asked);
      time(fixture, 6);
      fixture.server.behave(fixture.stub);
      kms.describeKey(DESCRIBE);
      assertThat(fixture.server.requests()).as("six seconds later").isEqualTo(asked + 1);
    }
  }

  /** One asks and hangs; the one who waits for the answer is interrupted, and ends alone. */
  @Test
  void waiter_interrupted_endsAloneAndKeepsItsFlag() throws Exception {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.cached()) {
      CountDownLatch arrived = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      fixture.server.behave(held(fixture.stub, arrived, go));
      FutureTask<DescribeKey.Response> first = new FutureTask<>(() -> kms.describeKey(DESCRIBE));
      new Thread(first, "asks").start();
      assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
      FutureTask<Boolean> second =
          new FutureTask<>(
              () -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> kms.describeKey(DESCRIBE))
                    .isInstanceOfSatisfying(
                        BackendUnavailableException.class,
                        e -> assertThat(e.code()).isEqualTo("Interrupted"));
                return Thread.interrupted();
              });
      new Thread(second, "waits").start();

      assertThat(second.get(5, TimeUnit.SECONDS)).as("its interrupt flag").isTrue();
      go.countDown();
      assertThat(first.get(5, TimeUnit.SECONDS).keyMetadata().arn()).isEqualTo(fixture.stub.arn());
    }
  }

  /** Answers as two services do, one for each key, and refuses one operation. */
  private static Behaviour twoKeys(Fixture fixture, StubKms other, String refused) {
    return (request, socket, server) -> {
      boolean isOther =
          request.text().contains("alias/other") || request.text().contains(other.arn());
      if (request.operation().equals(refused)) {
        return Replies.error(400, "DisabledException").handle(request, socket, server);
      }
      return (isOther ? other : fixture.stub).handle(request, socket, server);
    };
  }

  @Test
  void use_refused_forgetsThisKeyUnderAllItsNamesAndNoOther() {
    StubKms other = StubKms.of("eu-west-1", "9999abcd-12ab-34cd-56ef-1234567890ab");
    DescribeKey.Request otherKey = DescribeKey.Request.of("alias/other");
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.cached()) {
      fixture.server.behave(twoKeys(fixture, other, "Sign"));
      List<DescribeKey.Request> names =
          List.of(
              DESCRIBE,
              DescribeKey.Request.of(fixture.stub.arn()),
              DescribeKey.Request.of(StubKms.KEY_ID));
      names.forEach(kms::describeKey);
      kms.describeKey(otherKey);

      for (String named : List.of("alias/orders", StubKms.KEY_ID, fixture.stub.arn())) {
        int asked = fixture.stub.calls("DescribeKey");
        Sign.Request sign = Sign.Request.of(named, new byte[1], SigningAlgorithm.ECDSA_SHA_256);
        assertThatThrownBy(() -> kms.sign(sign)).isInstanceOf(KmsServiceException.class);
        names.forEach(kms::describeKey);
        assertThat(fixture.stub.calls("DescribeKey")).as(named).isEqualTo(asked + names.size());
      }
      kms.describeKey(otherKey);
      assertThat(other.calls("DescribeKey")).as("the other key").isEqualTo(1);
    }
  }
}
