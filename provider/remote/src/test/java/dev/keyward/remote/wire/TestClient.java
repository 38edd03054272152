package dev.keyward.remote.wire;

import dev.keyward.remote.credentials.CredentialCache;
import dev.keyward.remote.credentials.CredentialChain;
import dev.keyward.remote.http.Transport;
import dev.keyward.remote.http.TransportException;
import dev.keyward.remote.http.WireAnswer;
import dev.keyward.remote.http.WireRequest;
import dev.keyward.remote.resilience.Bulkhead;
import dev.keyward.remote.resilience.CircuitBreaker;
import dev.keyward.remote.resilience.RetryBudget;
import dev.keyward.remote.resilience.RetryPolicy;
import dev.keyward.remote.resilience.SendRate;
import dev.keyward.remote.resilience.SkewedClock;
import dev.keyward.remote.resilience.Waiter;
import dev.keyward.remote.stub.FaultServer;
import dev.keyward.remote.stub.MapEnvironment;
import dev.keyward.remote.stub.StubKms;
import dev.keyward.remote.stub.VirtualTime;
import dev.keyward.remote.telemetry.Meters;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

/** A client of one endpoint without a wire: a function answers its requests. */
final class TestClient {
  final VirtualTime time = new VirtualTime();
  final StubKms stub = StubKms.of("eu-west-1", StubKms.KEY_ID);
  final Meters meters = new Meters();
  final CopyOnWriteArrayList<String> sent = new CopyOnWriteArrayList<>();

  /** What the service does. */
  @FunctionalInterface
  interface Answering {
    WireAnswer answer(WireRequest request) throws TransportException;
  }

  WireAnswer well(WireRequest request) {
    return new WireAnswer(200, Map.of(), body(request), true);
  }

  byte[] body(WireRequest request) {
    Record response =
        stub.response(new FaultServer.Request("", request.headers(), request.body(), 0));
    return response == null ? new byte[0] : dev.keyward.kms.json.JsonCodec.write(response);
  }

  static WireAnswer error(int status, String code) {
    return new WireAnswer(status, Map.of("x-amzn-errortype", code), new byte[0], true);
  }

  static String operation(WireRequest request) {
    return request.headers().get("x-amz-target").replace("TrentService.", "");
  }

  RegionClient over(Answering answering) {
    return over(answering, time, new SendRate(time), new Bulkhead(50, 200), () -> 1);
  }

  RegionClient over(
      Answering answering, Waiter waiter, SendRate rate, Bulkhead bulkhead, DoubleSupplier random) {
    Transport transport =
        new Transport() {
          @Override
          public WireAnswer send(WireRequest request, Duration atMost) throws TransportException {
            sent.add(operation(request));
            return answering.answer(request);
          }

          @Override
          public void forgetIdleConnections() {}

          @Override
          public void close() {}
        };
    InstantSource clock = time;
    CredentialCache credentials =
        CredentialCache.of(
            new CredentialChain(
                new CredentialChain.Means(
                    MapEnvironment.withKeys(),
                    () -> transport,
                    clock,
                    waiter,
                    "eu-west-1",
                    URI.create("https://sts.example"),
                    false)),
            clock,
            waiter);
    return new RegionClient(
        new Target(URI.create("https://kms.example"), "eu-west-1"),
        transport,
        credentials,
        new Resilience(
            Resilience.CallLimits.DEFAULT,
            RetryPolicy.DEFAULT,
            new RetryBudget(),
            new CircuitBreaker(waiter),
            rate,
            bulkhead,
            new SkewedClock(clock),
            waiter,
            random),
        meters);
  }
}
