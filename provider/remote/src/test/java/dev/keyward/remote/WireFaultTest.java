package dev.keyward.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.KmsException;
import dev.keyward.failure.OutcomeUnknownException;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.remote.stub.FaultServer.Behaviour;
import dev.keyward.remote.stub.Replies;
import dev.keyward.remote.stub.StubKms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Faults F01 to F11, F19 and F20, and answers B61 to B63 and B68 to B70. */
class WireFaultTest {
  private static final String[] SHORT = {
    "timeout.response",
    "200ms",
    "timeout.attempt",
    "300ms",
    "timeout.connect",
    "200ms",
    "timeout.lease",
    "100ms",
    "timeout.call",
    "1s",
    "retry.base",
    "1ms",
    "retry.cap",
    "2ms"
  };

  private static final DescribeKey.Request DESCRIBE = DescribeKey.Request.of("alias/orders");

  private static Behaviour thenWell(Fixture fixture, Behaviour... faults) {
    List<Behaviour> all = new ArrayList<>(List.of(faults));
    all.add(fixture.stub);
    return Replies.sequence(all.toArray(Behaviour[]::new));
  }

  @TestFactory
  Stream<DynamicTest> read_faultAndThenWell_succeeds() {
    byte[] cut = Replies.bytes(200, "{\"KeyMetadata\":{}}");
    record Case(String name, Behaviour fault) {}
    return Stream.of(
            new Case("reset", Replies.reset()),
            new Case("empty", Replies.close()),
            new Case("hang", Replies.hang()),
            new Case("cut in the headers", Replies.cut(cut, 20)),
            new Case("cut in the body", Replies.cut(cut, cut.length - 3)),
            new Case("dribble", Replies.dribble(cut, 30)),
            new Case(
                "malformed chunk",
                Replies.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n")),
            new Case("random bytes", Replies.raw("\u0001\u0002\u0003garbage\u00ff\r\n\r\n")),
            new Case("HTTP/0.9", Replies.raw("hello\r\n")),
            new Case("500", Replies.error(500, "KMSInternalException")),
            new Case("502", Replies.json(502, "<html>bad gateway</html>")),
            new Case("503", Replies.json(503, "")),
            new Case("504", Replies.error(504, "Whatever")),
            new Case("throttled", Replies.error(400, "ThrottlingException")),
            new Case("429", Replies.json(429, "{}")),
            new Case("not JSON", Replies.json(200, "<html>")))
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () -> {
                      try (Fixture fixture = new Fixture();
                          RemoteKms kms = fixture.hasty(SHORT)) {
                        fixture.server.behave(thenWell(fixture, each.fault()));
                        assertThat(kms.describeKey(DESCRIBE).keyMetadata().arn())
                            .isEqualTo(fixture.stub.arn());
                        assertThat(fixture.server.requests()).isEqualTo(2);
                      }
                    }));
  }

  @Test
  void call_serverThatNeverAnswers_endsWithTheDeadline() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.hasty(SHORT)) {
      fixture.server.behave(Replies.hang());
      long start = System.nanoTime();
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageContaining("DescribeKey for alias/orders")
          .hasMessageContaining("within the time limit");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1100));
    }
  }

  @Test
  void call_answerByteByByte_endsWithTheAttempt() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.hasty(with(SHORT, "retry.attempts", "1"))) {
      fixture.server.behave(Replies.dribble(new byte[10_000], 50));
      long start = System.nanoTime();
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE)).isInstanceOf(KmsException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
    }
  }

  private static String[] with(String[] settings, String... more) {
    return Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void call_nobodyListens_isUnavailable() {
    Fixture fixture = new Fixture();
    fixture.server.close();
    try (RemoteKms kms = fixture.hasty(SHORT)) {
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageContaining("could not be reached");
      assertThatThrownBy(
              () -> kms.createKey(CreateKey.Request.of(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY)))
          .as("what never left is not of unknown outcome")
          .isInstanceOf(BackendUnavailableException.class);
    }
  }

  @Test
  void call_unknownHost_failsSoon() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.hasty(with(SHORT, "endpoint", "https://kms.invalid"))) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageContaining("has no address");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void connection_closedWhileItLayInThePool_isReplacedWithoutARetry() throws IOException {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      kms.describeKey(DESCRIBE);
      fixture.server.dropConnections();
      kms.describeKey(DESCRIBE);
      assertThat(kms.health().getCounts()).containsEntry("RETRIES", 0L);
      assertThat(kms.health().getRetryBudget()).isEqualTo(500);
    }
  }

  @Test
  void createKey_answerLost_isNeverSentAgain() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.hasty(SHORT)) {
      fixture.server.behave(Replies.close());
      assertThatThrownBy(
              () -> kms.createKey(CreateKey.Request.of(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY)))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("keyward:request-id=");
      assertThat(fixture.server.requests()).isEqualTo(1);
    }
  }

  @Test
  void createKey_answerLostByAServiceThatHonoursRequestIds_isSentAgainWithTheSameId() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      fixture.server.behave(
          Replies.json(
              200,
              new String(JsonCodec.write(new DescribeKey.Response(fixture.stub.metadata())), UTF_8),
              "x-keyward-request-ids: honoured"));
      kms.describeKey(DESCRIBE);
      List<String> sent = new ArrayList<>();
      Behaviour rest = thenWell(fixture, Replies.close(), Replies.error(500, "InternalFailure"));
      fixture.server.behave(
          (request, socket, server) -> {
            sent.add(request.text());
            return rest.handle(request, socket, server);
          });

      kms.createKey(CreateKey.Request.of(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY));

      assertThat(sent).hasSize(3).containsOnly(sent.get(0));
      assertThat(sent.get(0)).contains("keyward:request-id");
    }
  }

  @Test
  void createKey_answerAlwaysLostByAServiceThatHonoursRequestIds_isOfUnknownOutcome() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      fixture.server.behave(
          Replies.json(
              200,
              new String(JsonCodec.write(new DescribeKey.Response(fixture.stub.metadata())), UTF_8),
              "x-keyward-request-ids: honoured"));
      kms.describeKey(DESCRIBE);
      int before = fixture.server.requests();
      fixture.server.behave(Replies.close());

      assertThatThrownBy(
              () -> kms.createKey(CreateKey.Request.of(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY)))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("keyward:request-id=");
      assertThat(fixture.server.requests() - before)
          .as("three attempts, and one that found its pooled connection dead")
          .isEqualTo(4);
    }
  }

  @Test
  void createKey_pooledConnectionDead_goesOutOnANewOne() throws IOException {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      kms.describeKey(DESCRIBE);
      fixture.server.dropConnections();
      kms.createKey(CreateKey.Request.of(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY));
      assertThat(fixture.stub.calls("CreateKey")).isEqualTo(1);
    }
  }

  @Test
  void createAlias_answerLostAndThenExists_isOurOwnSuccess() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      fixture.server.behave(
          thenWell(fixture, Replies.close(), Replies.error(400, "AlreadyExistsException")));
      kms.createAlias(CreateAlias.Request.of("alias/orders", StubKms.KEY_ID));
      assertThat(fixture.stub.calls("DescribeKey")).isEqualTo(1);
    }
  }

  @Test
  void createAlias_existsAtOnce_isARefusal() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      fixture.server.behave(Replies.error(400, "AlreadyExistsException"));
      assertThatThrownBy(
              () -> kms.createAlias(CreateAlias.Request.of("alias/orders", StubKms.KEY_ID)))
          .isInstanceOf(KmsServiceException.class);
    }
  }

  @Test
  void limitExceeded_isNotRetried() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      fixture.server.behave(Replies.error(400, "LimitExceededException"));
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE)).isInstanceOf(KmsServiceException.class);
      assertThat(fixture.server.requests()).isEqualTo(1);
    }
  }

  @TestFactory
  Stream<DynamicTest> answer_notToBeBelieved_isRefused() throws IOException {
    String deep = "{\"KeyMetadata\":" + "[".repeat(70) + "]".repeat(70) + "}";
    StringBuilder wide = new StringBuilder("{");
    for (int i = 0; i <= 10_000; i++) {
      wide.append("\"k").append(i).append("\":0,");
    }
    wide.setCharAt(wide.length() - 1, '}');
    record Case(String name, Behaviour answer, int most) {}
    return Stream.of(
            new Case("empty", Replies.json(200, ""), 2),
            new Case("html", Replies.json(200, "<html></html>"), 2),
            new Case("truncated", Replies.json(200, "{\"KeyMetadata\":{"), 2),
            new Case("deep", Replies.json(200, deep), 2),
            new Case("wide", Replies.json(200, wide.toString()), 2),
            new Case("twice", Replies.json(200, "{\"KeyMetadata\":{},\"KeyMetadata\":{}}"), 2),
            new Case("trailing", Replies.json(200, "{\"KeyMetadata\":{}} {}"), 2),
            new Case("no metadata", Replies.json(200, "{}"), 1),
            new Case("gzip", Replies.json(200, "x", "Content-Encoding: gzip"), 2),
            new Case("bomb", bomb(), 2),
            new Case("long", Replies.raw(Replies.bytes(200, new byte[(1 << 20) + 1]), false), 2),
            new Case("endless", endless(), 2),
            new Case("long header", Replies.json(200, "{}", "X: " + "a".repeat(17_000)), 2),
            new Case("long headers", Replies.json(200, "{}", headers(20, 1_000)), 2),
            new Case("many headers", Replies.json(200, "{}", headers(101, 1)), 2),
            new Case("301", Replies.json(301, "", "Location: http://127.0.0.1:1/"), 1),
            new Case("302", Replies.json(302, "", "Location: http://127.0.0.1:1/"), 1),
            new Case("303", Replies.json(303, "", "Location: /other"), 1),
            new Case("307", Replies.json(307, "", "Location: http://127.0.0.1:1/"), 1),
            new Case("308", Replies.json(308, "", "Location: /other"), 1))
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () -> {
                      try (Fixture fixture = new Fixture();
                          RemoteKms kms = fixture.direct()) {
                        fixture.server.behave(each.answer());
                        KmsException e =
                            catchThrowableOfType(
                                InvalidAnswerException.class, () -> kms.describeKey(DESCRIBE));
                        assertThat(e).isNotNull();
                        assertThat(e.code()).isEqualTo("InvalidResponse");
                        assertThat(fixture.server.requests()).isLessThanOrEqualTo(each.most());
                      }
                    }));
  }

  private static String[] headers(int count, int length) {
    String[] headers = new String[count];
    for (int i = 0; i < count; i++) {
      headers[i] = "X-" + i + ": " + "a".repeat(length);
    }
    return headers;
  }

  private static Behaviour bomb() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 50; i++) {
        gzip.write(zeros);
      }
    }
    return Replies.raw(Replies.bytes(200, out.toByteArray(), "Content-Encoding: gzip"), false);
  }

  private static Behaviour endless() {
    return (request, socket, server) -> {
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes());
      byte[] chunk = ("1000\r\n" + " ".repeat(4096) + "\r\n").getBytes();
      for (int i = 0; i < 10_000; i++) {
        socket.getOutputStream().write(chunk);
      }
      return false;
    };
  }

  @TestFactory
  Stream<DynamicTest> error_ofUnknownKind_isMappedByStatus() {
    record Case(int status, String body, Class<? extends Throwable> type) {}
    String longType = "{\"__type\":\"" + "A".repeat(100_000) + "\"}";
    return Stream.of(
            new Case(
                400,
                "{\"__type\":\"ns#NotFoundException:http://x\",\"message\":\"m\"}",
                KmsServiceException.class),
            new Case(400, "{\"code\":\"NotFoundException\"}", KmsServiceException.class),
            new Case(
                400, "{\"__type\":\"Strange\"}", dev.keyward.failure.InvalidRequestException.class),
            new Case(400, longType, dev.keyward.failure.InvalidRequestException.class),
            new Case(403, "<html>", dev.keyward.failure.InvalidRequestException.class),
            new Case(
                400,
                "{\"__type\":\"UnrecognizedClientException\"}",
                dev.keyward.failure.AccessDeniedException.class),
            new Case(500, "{\"__type\":\"Strange\"}", BackendUnavailableException.class),
            new Case(599, "", BackendUnavailableException.class))
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.status()
                        + " "
                        + each.body().substring(0, Math.min(30, each.body().length())),
                    () -> {
                      try (Fixture fixture = new Fixture();
                          RemoteKms kms = fixture.direct()) {
                        fixture.server.behave(Replies.json(each.status(), each.body()));
                        assertThatThrownBy(() -> kms.describeKey(DESCRIBE))
                            .isInstanceOf(each.type());
                      }
                    }));
  }

  @Test
  void error_textWithLineBreaks_isOneLine() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      fixture.server.behave(
          Replies.json(
              400,
              "{\"__type\":\"NotFoundException\",\"message\":\"a\\r\\nb\\u001b[31m"
                  + "x".repeat(5000)
                  + "\"}"));
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\r", "\u001b"))
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1100));
    }
  }

  @Test
  void denied_serviceDoesNotSayWhat_namesThePermission() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      fixture.server.behave(Replies.json(400, "{\"__type\":\"AccessDeniedException\"}"));
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE))
          .hasMessageContaining("kms:DescribeKey on alias/orders is missing");
    }
  }

  @Test
  void retryAfter_hugeNegativeOrText_waitsNoLongerThanAllowed() {
    for (String asked :
        new String[] {
          "Retry-After: 3600",
          "x-amz-retry-after: 99999999",
          "x-amz-retry-after: -5",
          "Retry-After: soon"
        }) {
      try (Fixture fixture = new Fixture();
          RemoteKms kms = fixture.direct()) {
        fixture.server.behave(thenWell(fixture, Replies.json(503, "", asked)));
        Instant before = fixture.time.instant();
        kms.describeKey(DESCRIBE);
        assertThat(Duration.between(before, fixture.time.instant()))
            .isLessThanOrEqualTo(Duration.ofMillis(5050));
      }
    }
  }

  @Test
  void callers_moreThanConnections_failFastAndNobodyHangs() throws Exception {
    try (Fixture fixture = new Fixture();
        RemoteKms kms =
            fixture.hasty(
                with(
                    SHORT,
                    "retry.attempts",
                    "1",
                    "timeout.response",
                    "2s",
                    "timeout.attempt",
                    "2s",
                    "timeout.call",
                    "3s"))) {
      CountDownLatch arrived = new CountDownLatch(50);
      CountDownLatch release = new CountDownLatch(1);
      fixture.server.behave(
          (request, socket, server) -> {
            arrived.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              return false;
            }
            return fixture.stub.handle(request, socket, server);
          });
      ExecutorService threads = Executors.newCachedThreadPool();
      List<Future<?>> busy = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        busy.add(threads.submit(() -> kms.describeKey(DESCRIBE)));
      }
      assertThat(arrived.await(2, TimeUnit.SECONDS)).isTrue();
      long start = System.nanoTime();
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageContaining("too many calls");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(600));
      release.countDown();
      for (Future<?> each : busy) {
        each.get(5, TimeUnit.SECONDS);
      }
      threads.shutdown();
    }
  }

  @Test
  void interrupt_whileWaiting_keepsTheFlag() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.hasty("retry.base", "5s", "retry.cap", "5s")) {
      fixture.server.behave(Replies.error(500, "KMSInternalException"));
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> kms.describeKey(DESCRIBE)).isInstanceOf(RuntimeException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
