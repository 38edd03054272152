package dev.keyward.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.endpoint.EndpointFixture.TestClock;
import dev.keyward.endpoint.WireClient.Reply;
import dev.keyward.endpoint.WireClient.Signing;
import dev.keyward.identity.AccessKey;
import dev.keyward.identity.Credential;
import dev.keyward.identity.PrincipalAccess;
import dev.keyward.identity.ServedCaller;
import dev.keyward.kms.Kms;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint as its operator sees it: quotas, faults inside, its end, its logs. */
class EndpointOperationTest {
  @TempDir Path home;

  @Test
  void quota_ofKeysOrRequests_isAnsweredAsTheApiDoes() throws IOException {
    Map<String, String> properties = Map.of("quota.keys", "1", "quota.rate.describe-key", "1");
    try (EndpointFixture fixture = new EndpointFixture(home, settings -> settings, properties)) {
      WireClient client = fixture.client();
      String key =
          client
              .call("CreateKey", "{}")
              .body()
              .replaceFirst("(?s).*\"KeyId\":\"([^\"]+)\".*", "$1");

      Reply second = client.call("CreateKey", "{}");
      Reply throttled = client.call("DescribeKey", "{\"KeyId\":\"" + key + "\"}");
      for (int i = 0; i < 10 && throttled.status() == 200; i++) {
        throttled = client.call("DescribeKey", "{\"KeyId\":\"" + key + "\"}");
      }

      assertThat(second.code()).isEqualTo("LimitExceededException");
      assertThat(throttled.status()).isEqualTo(400);
      assertThat(throttled.code()).isEqualTo("ThrottlingException");
    }
  }

  @Test
  void clock_ofTheEndpoint_judgesSignatures() throws IOException {
    TestClock clock = new TestClock();
    try (EndpointFixture fixture = new EndpointFixture(home, s -> s.withClock(clock))) {
      WireClient client = fixture.client();
      Instant signed = clock.instant();
      String raw =
          WireClient.request(
              client.sign(client.headers("ListKeys"), "{}".getBytes(UTF_8), Signing.at(signed)),
              "{}");

      assertThat(client.send(raw).status()).isEqualTo(200);
      clock.set(signed.plus(SignatureCheck.WINDOW));
      assertThat(client.send(raw).status()).isEqualTo(200);
      clock.set(signed.plus(SignatureCheck.WINDOW).plusSeconds(1));
      assertThat(client.send(raw).message())
          .isEqualTo(
              "Signature expired: 20261122T100000Z is now earlier than 20261122T100001Z"
                  + " (20261122T100501Z - 5 min.)");
    }
  }

  @Test
  void signingKeys_ofDisabledAccessKey_areWiped() throws IOException {
    try (EndpointFixture fixture = new EndpointFixture(home, settings -> settings)) {
      PrincipalAccess access = (PrincipalAccess) fixture.kms();
      SigningKeys keys = new SigningKeys(access);
      SignatureCheck check = new SignatureCheck(access, keys, Instant::now);
      WireClient client = fixture.client();
      check.verify(head(client.signed("ListKeys", "{}")), "{}".getBytes(UTF_8));
      assertThat(keys.size()).isEqualTo(1);

      keys.dropUnusable();
      assertThat(keys.size()).isEqualTo(1);
      fixture
          .administration()
          .accessKeys()
          .setStatus(fixture.administrator().id(), AccessKey.Status.INACTIVE);
      keys.dropUnusable();

      assertThat(keys.size()).isZero();
    }
  }

  private static dev.keyward.endpoint.http.RequestHead head(Map<String, String> headers)
      throws IOException {
    return new dev.keyward.endpoint.http.RequestHead(
        "POST",
        "/",
        headers.entrySet().stream()
            .map(
                entry ->
                    new dev.keyward.endpoint.http.RequestHead.HeaderField(
                        entry.getKey(), entry.getValue()))
            .toList(),
        new dev.keyward.endpoint.http.RequestHead.Origin(
            java.net.InetAddress.getLoopbackAddress(), false));
  }

  /** A key service whose every operation does what a test wants. */
  private record Faulty(PrincipalAccess real, Runnable fault) implements PrincipalAccess {
    @Override
    public Optional<Credential> credential(String accessKeyId) {
      return real.credential(accessKeyId);
    }

    @Override
    public Optional<SecretBytes> secret(Credential credential) {
      return real.secret(credential);
    }

    @Override
    public Kms servedTo(ServedCaller caller) {
      return (Kms)
          Proxy.newProxyInstance(
              Kms.class.getClassLoader(),
              new Class<?>[] {Kms.class},
              (proxy, method, arguments) -> {
                fault.run();
                return method.invoke(real.servedTo(caller), arguments);
              });
    }
  }

  @Test
  void fault_inside_tellsTheClientNothing() throws IOException {
    try (EndpointFixture fixture = new EndpointFixture(home, settings -> settings);
        Endpoint faulty =
            Endpoint.start(
                EndpointSettings.onLoopback(
                    new Faulty(
                        (PrincipalAccess) fixture.kms(),
                        () -> {
                          throw new IllegalStateException("canary");
                        })))) {
      Reply reply = new WireClient(faulty.port(), fixture.administrator()).call("ListKeys", "{}");

      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.body()).isEqualTo("{\"__type\":\"InternalFailure\"}");
      assertThat(reply.headers()).containsKey("x-amzn-requestid");
    }
  }

  @Test
  void close_requestUnderWay_isAnsweredFirst() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ExecutorService others = Executors.newFixedThreadPool(2);
    try (EndpointFixture fixture = new EndpointFixture(home, settings -> settings)) {
      Endpoint endpoint =
          Endpoint.start(
              EndpointSettings.onLoopback(
                  new Faulty((PrincipalAccess) fixture.kms(), () -> await(begun, goOn))));
      WireClient client = new WireClient(endpoint.port(), fixture.administrator());
      try (Socket idle = client.open()) {
        Future<Reply> reply = others.submit(() -> client.call("ListKeys", "{}"));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        Future<?> closing = others.submit(endpoint::close);
        assertThat(isClosed(idle)).isTrue();
        goOn.countDown();

        assertThat(reply.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(reply.get().headers()).containsEntry("connection", "close");
        closing.get(20, TimeUnit.SECONDS);
      } finally {
        goOn.countDown();
        endpoint.close();
      }
    } finally {
      others.shutdownNow();
    }
  }

  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() == -1;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  private static void await(CountDownLatch begun, CountDownLatch goOn) {
    begun.countDown();
    try {
      assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void accessLog_hostileText_staysOneLineOfPlainAscii() throws IOException {
    StringWriter text = new StringWriter();
    try (EndpointFixture fixture = new EndpointFixture(home, s -> s.withAccessLog(text))) {
      WireClient client = fixture.client();
      String agent = "a\"b\\c${jndi:x}\t" + "z".repeat(1_000);
      String raw =
          WireClient.request(client.signed("ListKeys", "{}"), "{}")
              .replace("\r\n\r\n", "\r\nuser-agent: " + agent + "\r\n\r\n");
      assertThat(client.send(raw).status()).isEqualTo(200);
    }
    assertThat(text.toString().lines()).hasSize(1);
    assertThat(text.toString())
        .contains("\"userAgent\":\"a\\\"b\\\\c${jndi:x}\\u0009zzz")
        .contains("\"operation\":\"ListKeys\"", "\"status\":200", "\"bytesIn\":2")
        .doesNotContain("Signature=");
    assertThat(text.toString().length()).isLessThan(1_000);
  }

  @Test
  void request_whileRecording_isAnEvent() throws Exception {
    Path file = home.resolve("requests.jfr");
    try (EndpointFixture fixture = new EndpointFixture(home, settings -> settings);
        Recording recording = new Recording()) {
      recording.enable("dev.keyward.EndpointRequest");
      recording.start();
      fixture.client().call("ListKeys", "{}");
      fixture.client().call("DescribeKey", "{}");
      recording.stop();
      recording.dump(file);
    }
    assertThat(RecordingFile.readAllEvents(file))
        .filteredOn(event -> event.getEventType().getName().equals("dev.keyward.EndpointRequest"))
        .extracting(
            event -> event.getString("operation"),
            event -> event.getInt("status"),
            event -> event.getString("errorCode"))
        .containsExactlyInAnyOrder(
            org.assertj.core.api.Assertions.tuple("ListKeys", 200, null),
            org.assertj.core.api.Assertions.tuple("DescribeKey", 400, "ValidationException"));
  }
}
