package dev.keyward.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.KmsException;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Sign;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.remote.answers.CheckedCalls;
import dev.keyward.remote.answers.PublicKeyPins;
import dev.keyward.remote.credentials.CredentialCache;
import dev.keyward.remote.credentials.CredentialChain;
import dev.keyward.remote.http.Transport;
import dev.keyward.remote.http.TransportException;
import dev.keyward.remote.http.TransportException.Kind;
import dev.keyward.remote.http.WireAnswer;
import dev.keyward.remote.http.WireRequest;
import dev.keyward.remote.resilience.Bulkhead;
import dev.keyward.remote.resilience.CircuitBreaker;
import dev.keyward.remote.resilience.RetryBudget;
import dev.keyward.remote.resilience.RetryPolicy;
import dev.keyward.remote.resilience.SendRate;
import dev.keyward.remote.resilience.SkewedClock;
import dev.keyward.remote.stub.FaultServer;
import dev.keyward.remote.stub.MapEnvironment;
import dev.keyward.remote.stub.StubKms;
import dev.keyward.remote.stub.VirtualTime;
import dev.keyward.remote.telemetry.Meters;
import dev.keyward.remote.telemetry.Meters.Count;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** P21, P24 and P28 in virtual time, without a wire. */
class OutageTest {
  private static final long SEED = 20261122;
  private static final DescribeKey.Request DESCRIBE = DescribeKey.Request.of("alias/orders");

  private final VirtualTime time = new VirtualTime();
  private final StubKms stub = StubKms.of("eu-west-1", StubKms.KEY_ID);
  private final Meters meters = new Meters();
  private final Random random = new Random(SEED);
  private int sent;
  private Answering answering = this::well;

  @FunctionalInterface
  private interface Answering {
    WireAnswer answer(WireRequest request) throws TransportException;
  }

  private WireAnswer well(WireRequest request) {
    byte[] body =
        JsonCodec.write(
            stub.response(new FaultServer.Request("", request.headers(), request.body(), sent)));
    return new WireAnswer(200, Map.of(), body, true);
  }

  private RegionClient client() {
    Transport transport =
        new Transport() {
          @Override
          public WireAnswer send(WireRequest request, Duration atMost) throws TransportException {
            sent++;
            return answering.answer(request);
          }

          @Override
          public void forgetIdleConnections() {}

          @Override
          public void close() {}
        };
    Resilience resilience =
        new Resilience(
            Resilience.CallLimits.DEFAULT,
            RetryPolicy.DEFAULT,
            new RetryBudget(),
            new CircuitBreaker(time),
            new SendRate(time),
            new Bulkhead(50, 200),
            new SkewedClock(time),
            time,
            random::nextDouble);
    CredentialCache credentials =
        CredentialCache.of(
            new CredentialChain(
                new CredentialChain.Means(
                    MapEnvironment.withKeys(),
                    () -> transport,
                    time,
                    time,
                    "eu-west-1",
                    URI.create("https://sts.example"),
                    false)),
            time,
            time);
    Target target = new Target(URI.create("https://kms.example"), "eu-west-1");
    return new RegionClient(target, transport, credentials, resilience, meters);
  }

  /** Calls once, and tells whether it succeeded. */
  private static boolean call(KmsCalls calls) {
    try {
      calls.call("DescribeKey", DESCRIBE);
      return true;
    } catch (KmsException | KmsServiceException e) {
      return false;
    }
  }

  @Test
  void outage_aMinuteOf503_isNotAmplifiedAndEnds() {
    RegionClient client = client();
    answering = request -> new WireAnswer(503, Map.of(), new byte[0], true);
    long start = time.nanoTime();
    int calls = 0;
    long opened = 0;
    while (time.nanoTime() - start < 60_000_000_000L) {
      time.pass(Duration.ofMillis(10));
      assertThat(call(client)).isFalse();
      calls++;
      if (opened == 0 && client.state() == CircuitBreaker.State.OPEN) {
        opened = time.nanoTime() - start;
      }
    }
    assertThat((double) sent).isLessThanOrEqualTo(1.05 * calls + 36);
    assertThat(opened).isBetween(1L, 2_000_000_000L);
    answering = this::well;
    long returned = time.nanoTime();
    int well = 0;
    while (well < 10) {
      time.pass(Duration.ofMillis(10));
      well = call(client) ? well + 1 : 0;
    }
    assertThat(Duration.ofNanos(time.nanoTime() - returned)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void smallFaults_fivePercent_disappear() {
    System.getLogger("OutageTest").log(System.Logger.Level.INFO, "seed {0}", SEED);
    RegionClient client = client();
    answering =
        request -> {
          double dice = random.nextDouble();
          if (dice < 0.02) {
            throw TransportException.of(Kind.NO_ANSWER, "reset");
          }
          if (dice < 0.03) {
            throw TransportException.of(Kind.NOT_SENT, "refused");
          }
          return dice < 0.05 ? new WireAnswer(500, Map.of(), new byte[0], true) : well(request);
        };
    int failed = 0;
    for (int i = 0; i < 6000; i++) {
      time.pass(Duration.ofMillis(10));
      failed += call(client) ? 0 : 1;
    }
    assertThat(failed).isLessThanOrEqualTo(6);
    assertThat((double) sent).isLessThanOrEqualTo(1.10 * 6000);
  }

  @Test
  void hostileAnswers_threeThousand_gainNothing() {
    hostile(3_000);
  }

  @Test
  @Tag("nightly")
  void hostileAnswers_hundredThousand_gainNothing() {
    hostile(100_000);
  }

  private void hostile(int rounds) {
    System.getLogger("OutageTest").log(System.Logger.Level.INFO, "seed {0}", SEED);
    int believed = 0;
    long most = 0;
    try (CheckedCalls calls = new CheckedCalls(client(), new PublicKeyPins(), meters, time)) {
      calls.call("GetPublicKey", GetPublicKey.Request.of(stub.arn()));
      GenerateDataKey.Response made =
          (GenerateDataKey.Response) calls.call("GenerateDataKey", newDataKey());
      for (int i = 0; i < rounds; i++) {
        time.pass(Duration.ofSeconds(20));
        answering = request -> new WireAnswer(200, Map.of(), mutated(well(request).body()), true);
        believed +=
            switch (i % 5) {
              case 0 -> publicKey(calls);
              case 1 -> sign(calls);
              case 2 -> decrypt(calls, made.ciphertextBlob());
              case 3 -> dataKey(calls);
              default -> error(calls);
            };
        if (i % 10_000 == 0) {
          most = Math.max(most, usedHeap());
        }
      }
    }
    most = Math.max(most, usedHeap());
    assertThat(believed).as("rounds whose mutation hit nothing that counts").isLessThan(rounds);
    assertThat(most).as("bytes of the heap in use").isLessThan(64L << 20);
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private GenerateDataKey.Request newDataKey() {
    return GenerateDataKey.Request.of(stub.arn()).withNumberOfBytes(32);
  }

  /** Nobody can tell a plaintext from another one of its length, but whose it is and how long. */
  private int decrypt(KmsCalls calls, byte[] ciphertext) {
    try {
      Decrypt.Response answer =
          (Decrypt.Response)
              calls.call("Decrypt", Decrypt.Request.of(ciphertext).withKeyId(stub.arn()));
      assertThat(answer.keyId()).isEqualTo(stub.arn());
      assertThat(answer.plaintext()).hasSizeBetween(1, 4096);
      return 1;
    } catch (KmsException | KmsServiceException e) {
      return 0;
    }
  }

  private int dataKey(KmsCalls calls) {
    try {
      GenerateDataKey.Response answer =
          (GenerateDataKey.Response) calls.call("GenerateDataKey", newDataKey());
      assertThat(answer.keyId()).isEqualTo(stub.arn());
      assertThat(answer.plaintext()).hasSize(32).isNotEqualTo(new byte[32]);
      assertThat(answer.ciphertextBlob()).isNotEmpty();
      return 1;
    } catch (KmsException | KmsServiceException e) {
      return 0;
    }
  }

  /** Whatever an error says, and with whatever status, it is one of our exceptions. */
  private int error(KmsCalls calls) {
    byte[] body =
        "{\"__type\":\"com.amazonaws#NotFoundException\",\"message\":\"no such key\"}"
            .getBytes(StandardCharsets.UTF_8);
    int[] statuses = {100, 204, 301, 400, 403, 404, 413, 429, 500, 503, 599};
    answering =
        request ->
            new WireAnswer(
                statuses[random.nextInt(statuses.length)],
                Map.of("date", "x", "retry-after", "-1"),
                mutated(body),
                true);
    assertThatThrownBy(() -> calls.call("DescribeKey", DESCRIBE))
        .isInstanceOfAny(KmsException.class, KmsServiceException.class);
    return 0;
  }

  private int publicKey(KmsCalls calls) {
    try {
      GetPublicKey.Response answer =
          (GetPublicKey.Response) calls.call("GetPublicKey", GetPublicKey.Request.of(stub.arn()));
      assertThat(answer.publicKey()).isEqualTo(stub.pair().getPublic().getEncoded());
      assertThat(answer.keyId()).isEqualTo(stub.arn());
      return 1;
    } catch (KmsException | KmsServiceException e) {
      return 0;
    }
  }

  private int sign(KmsCalls calls) {
    byte[] message = {1, 2, 3};
    try {
      Sign.Response answer =
          (Sign.Response)
              calls.call(
                  "Sign", Sign.Request.of(stub.arn(), message, SigningAlgorithm.ECDSA_SHA_256));
      assertThat(answer.keyId()).isEqualTo(stub.arn());
      java.security.Signature engine =
          java.security.Signature.getInstance("SHA256withECDSA", "SunEC");
      engine.initVerify(stub.pair().getPublic());
      engine.update(message);
      assertThat(engine.verify(answer.signature())).isTrue();
      return 1;
    } catch (KmsException | KmsServiceException e) {
      return 0;
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError("a signature that is none was handed out", e);
    }
  }

  private byte[] mutated(byte[] body) {
    byte[] changed = body.clone();
    for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(4)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at] = (byte) random.nextInt(256);
        case 2 -> changed = java.util.Arrays.copyOf(changed, Math.max(1, at));
        default -> changed = java.util.Arrays.copyOf(changed, changed.length + random.nextInt(9));
      }
    }
    return changed;
  }

  @Test
  void credentials_expiredTwice_areReplacedOnce() {
    RegionClient client = client();
    answering =
        request ->
            new WireAnswer(
                400, Map.of("x-amzn-errortype", "ExpiredTokenException"), new byte[0], true);
    assertThatThrownBy(() -> client.call("DescribeKey", DESCRIBE))
        .isInstanceOf(dev.keyward.failure.AccessDeniedException.class)
        .hasMessageContaining("ExpiredTokenException");
    assertThat(sent).as("the environment holds no other credentials").isEqualTo(1);
  }

  /** While a call goes on, others put connections into the pool that the server closes again. */
  @Test
  void connection_staleTwiceInOneCall_isRetriedLikeOtherFailures() {
    int[] left = {2};
    answering =
        request -> {
          if (left[0]-- > 0) {
            throw TransportException.of(TransportException.Kind.STALE, "closed the connection");
          }
          return well(request);
        };
    try (RegionClient client = client()) {
      assertThat(call(client)).isTrue();
    }
    assertThat(sent).isEqualTo(3);
    assertThat(meters.get(Count.RESENT)).as("for free").isEqualTo(1);
    assertThat(meters.get(Count.RETRIES)).as("and paid for").isEqualTo(1);
  }
}
