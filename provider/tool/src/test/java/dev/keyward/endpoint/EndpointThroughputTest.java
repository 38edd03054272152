package dev.keyward.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.endpoint.WireClient.Signing;
import dev.keyward.kms.sigv4.CredentialScope;
import dev.keyward.kms.sigv4.RequestSigner;
import dev.keyward.kms.sigv4.SigningKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much the endpoint carries with its clients on the same machine, and the audit trail on. */
@Tag("nightly")
class EndpointThroughputTest {
  private static final int CONNECTIONS = 16;
  private static final long WARM_UP_NANOS = 6_000_000_000L;
  private static final long MEASURED_NANOS = 6_000_000_000L;

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "GenerateDataKey|SYMMETRIC_DEFAULT|ENCRYPT_DECRYPT|\"KeySpec\":\"AES_256\"|5000",
        "Sign|ECC_NIST_P256|SIGN_VERIFY|\"Message\":\"aGk=\",\"SigningAlgorithm\":"
            + "\"ECDSA_SHA_256\"|3000"
      })
  void calls_sixteenConnections_reachTheBudget(
      String operation, String spec, String usage, String members, int budget) throws Exception {
    try (EndpointFixture fixture = new EndpointFixture(home, settings -> settings)) {
      WireClient client = fixture.client();
      String created =
          client
              .call("CreateKey", "{\"KeySpec\":\"" + spec + "\",\"KeyUsage\":\"" + usage + "\"}")
              .body()
              .replaceFirst("(?s).*\"KeyId\":\"([^\"]+)\".*", "$1");
      String body = "{\"KeyId\":\"" + created + "\"," + members + "}";
      run(fixture, operation, body, WARM_UP_NANOS);

      long[] micros = run(fixture, operation, body, MEASURED_NANOS);

      double perSecond = micros.length / (MEASURED_NANOS / 1e9);
      Arrays.sort(micros);
      long p99 = micros[micros.length * 99 / 100];
      String figure = operation + ": " + Math.round(perSecond) + "/s, p99 " + p99 + " us";
      System.out.println(figure);
      assertThat(perSecond).as(figure).isGreaterThanOrEqualTo(budget);
      assertThat(p99).as(figure).isLessThanOrEqualTo(20_000);
    }
  }

  private static long[] run(EndpointFixture fixture, String operation, String body, long nanos)
      throws InterruptedException, ExecutionException {
    ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      long end = System.nanoTime() + nanos;
      var running =
          IntStream.range(0, CONNECTIONS)
              .mapToObj(i -> clients.submit(() -> callUntil(fixture, operation, body, end)))
              .toList();
      long[][] all = new long[CONNECTIONS][];
      for (int i = 0; i < CONNECTIONS; i++) {
        Future<long[]> one = running.get(i);
        all[i] = one.get();
      }
      return Arrays.stream(all).flatMapToLong(Arrays::stream).toArray();
    } finally {
      clients.shutdownNow();
    }
  }

  private static long[] callUntil(EndpointFixture fixture, String operation, String body, long end)
      throws IOException {
    WireClient client = fixture.client();
    byte[] bytes = body.getBytes(UTF_8);
    Instant time = Instant.now();
    Signing how = Signing.at(time);
    CredentialScope scope = CredentialScope.at(time, how.region(), how.service());
    Map<String, String> headers = client.headers(operation);
    long[] micros = new long[1 << 20];
    int count = 0;
    try (SigningKey key = SigningKey.derive(fixture.administrator().secret(), scope);
        Socket socket = client.open()) {
      BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
      while (System.nanoTime() < end) {
        long begun = System.nanoTime();
        Map<String, String> signed =
            RequestSigner.sign(headers, bytes, fixture.administrator().id(), key, time);
        socket.getOutputStream().write(WireClient.request(signed, body).getBytes(UTF_8));
        if (WireClient.read(in).orElseThrow().status() != 200) {
          throw new IOException("refused");
        }
        micros[count++] = (System.nanoTime() - begun) / 1_000;
      }
    }
    return Arrays.copyOf(micros, count);
  }
}
