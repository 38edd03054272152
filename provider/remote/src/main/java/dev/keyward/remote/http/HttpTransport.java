package dev.keyward.remote.http;

import dev.keyward.remote.http.TransportException.Kind;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTP/1.1 over Apache HttpClient's smallest client, which has no redirects, retries, cookies,
 * authentication, compression and proxies that one could forget to turn off.
 *
 * <p>Nothing is made before the first request: no thread, no TLS context, no connection.
 */
public final class HttpTransport implements Transport {
  private final TransportLimits limits;
  private final TrustAnchors anchors;
  private final DnsResolver dns;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile Opened opened;
  private boolean closed;

  private record Opened(
      CloseableHttpClient client, PoolingHttpClientConnectionManager pool, Watchdog watchdog) {}

  /**
   * Makes a transport that has opened nothing yet.
   *
   * @param limits how long and how much
   * @param anchors who is trusted
   */
  public HttpTransport(TransportLimits limits, TrustAnchors anchors) {
    this(limits, anchors, new TimedDns(limits.connect()));
  }

  HttpTransport(TransportLimits limits, TrustAnchors anchors, DnsResolver dns) {
    this.limits = limits;
    this.anchors = anchors;
    this.dns = dns;
  }

  @Override
  public WireAnswer send(WireRequest request, Duration atMost) throws TransportException {
    Opened now = opened();
    HttpUriRequestBase http = toHttp(request);
    Duration limit = atMost.compareTo(limits.attempt()) < 0 ? atMost : limits.attempt();
    try (Attempt attempt = Attempt.start()) {
      Future<?> alarm =
          now.watchdog()
              .after(
                  limit,
                  () -> {
                    attempt.timeOut();
                    http.abort();
                  });
      try {
        return exchange(now.client(), request, http, attempt);
      } catch (IOException | RuntimeException e) {
        throw TransportFailures.of(e, attempt, request);
      } finally {
        alarm.cancel(false);
      }
    }
  }

  private WireAnswer exchange(
      CloseableHttpClient client, WireRequest request, HttpUriRequestBase http, Attempt attempt)
      throws IOException, TransportException {
    HttpHost target =
        new HttpHost(request.uri().getScheme(), request.uri().getHost(), request.uri().getPort());
    ClassicHttpResponse response = client.executeOpen(target, http, null);
    boolean complete = false;
    try {
      WireAnswer answer = read(response, attempt);
      complete = true;
      return answer;
    } finally {
      if (complete) {
        response.close();
      } else {
        // Not to be read to its end, which may never come: the connection goes with it.
        http.abort();
        closeQuietly(response);
      }
    }
  }

  private static void closeQuietly(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      // What made the answer unusable is told already.
    }
  }

  private static WireAnswer read(ClassicHttpResponse response, Attempt attempt)
      throws IOException, TransportException {
    Map<String, String> headers = headers(response);
    String encoding = headers.getOrDefault("content-encoding", "identity");
    if (!encoding.trim().equalsIgnoreCase("identity")) {
      throw TransportException.of(Kind.MALFORMED, "the answer is compressed, unasked");
    }
    byte[] body = body(response.getEntity());
    return new WireAnswer(response.getCode(), headers, body, attempt.isOverTls());
  }

  private static Map<String, String> headers(ClassicHttpResponse response)
      throws TransportException {
    Map<String, String> headers = new HashMap<>();
    int length = 0;
    for (Header header : response.getHeaders()) {
      String value = Optional.ofNullable(header.getValue()).orElse("");
      length += header.getName().length() + value.length() + 4;
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), value);
    }
    if (length > TransportLimits.MAX_HEADER_BYTES) {
      throw TransportException.of(Kind.MALFORMED, "the headers of the answer are too long");
    }
    return headers;
  }

  private static byte[] body(HttpEntity entity) throws IOException, TransportException {
    if (entity == null) {
      return new byte[0];
    }
    if (entity.getContentLength() > TransportLimits.MAX_BODY_BYTES) {
      throw tooLong();
    }
    byte[] bytes = LimitedReader.read(entity.getContent(), entity.getContentLength());
    if (bytes.length > TransportLimits.MAX_BODY_BYTES) {
      Arrays.fill(bytes, (byte) 0);
      throw tooLong();
    }
    return bytes;
  }

  private static TransportException tooLong() {
    return TransportException.of(Kind.MALFORMED, "the body of the answer is longer than 1 MiB");
  }

  private HttpUriRequestBase toHttp(WireRequest request) {
    HttpUriRequestBase http = new HttpUriRequestBase(request.method(), request.uri());
    request.headers().forEach(http::setHeader);
    http.setHeader("Host", WireRequest.host(request.uri()));
    http.setHeader("Accept-Encoding", "identity");
    if (request.body().length > 0 || request.method().equals("POST")) {
      http.setEntity(new ByteArrayEntity(request.body(), null));
    }
    http.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(timeout(limits.lease()))
            .setResponseTimeout(timeout(limits.response()))
            .setProtocolUpgradeEnabled(false)
            .build());
    return http;
  }

  private Opened opened() throws TransportException {
    Opened now = opened;
    if (now != null) {
      return now;
    }
    opening.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the transport was closed");
      }
      if (opened == null) {
        opened = open();
      }
      return opened;
    } catch (IOException | GeneralSecurityException e) {
      throw new TransportException(
          Kind.NOT_TRUSTED, "cannot read whom to trust: " + e.getMessage(), e);
    } finally {
      opening.unlock();
    }
  }

  private Opened open() throws IOException, GeneralSecurityException {
    Watchdog watchdog = new Watchdog();
    PoolingHttpClientConnectionManager pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setConnectionFactory(QuietConnection.factory())
            .setTlsSocketStrategy(new LazyTls(() -> new Tls(anchors, limits.tls(), watchdog)))
            .setDnsResolver(dns)
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
            .setMaxConnTotal(limits.connections())
            .setMaxConnPerRoute(limits.connections())
            .setDefaultSocketConfig(
                SocketConfig.custom()
                    .setSoTimeout(timeout(limits.response()))
                    .setTcpNoDelay(true)
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(timeout(limits.connect()))
                    .setSocketTimeout(timeout(limits.response()))
                    .setValidateAfterInactivity(TimeValue.of(TransportLimits.VALIDATE_AFTER))
                    .setTimeToLive(TimeValue.of(TransportLimits.CONNECTION_LIFE))
                    .build())
            .build();
    MinimalHttpClient client = HttpClients.createMinimal(pool);
    return new Opened(client, pool, watchdog);
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.of(duration);
  }

  @Override
  public void forgetIdleConnections() {
    Opened now = opened;
    if (now != null) {
      now.pool().closeIdle(TimeValue.ZERO_MILLISECONDS);
    }
  }

  /**
   * How many connections are in use, for tests and health.
   *
   * @return a number, 0 if nothing was opened yet
   */
  public int connectionsInUse() {
    Opened now = opened;
    return now == null ? 0 : now.pool().getTotalStats().getLeased();
  }

  @Override
  public void close() {
    opening.lock();
    try {
      closed = true;
      if (opened != null) {
        opened.pool().close(CloseMode.IMMEDIATE);
        opened.watchdog().close();
        opened = null;
      }
    } finally {
      opening.unlock();
    }
  }
}
