package dev.keyward.endpoint;

import dev.keyward.endpoint.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A key service offered over the AWS KMS protocol (awsJson1.1 over HTTP/1.1, Signature Version 4).
 *
 * <p>Clients are the AWS SDKs and tools with another endpoint URL, and {@code backend=remote}.
 * Thread-safe.
 */
public final class Endpoint implements AutoCloseable {
  private static final long LOOK_MILLIS = 250;

  private final EndpointSettings settings;
  private final Health health;
  private final SigningKeys keys;
  private final AccessLog log;
  private final ScheduledExecutorService care;
  private HttpServer server;

  private Endpoint(EndpointSettings settings) {
    this.settings = settings;
    this.health = new Health(settings.service());
    this.keys = new SigningKeys(settings.service());
    this.log = settings.accessLog().map(AccessLog::new).orElseGet(AccessLog::none);
    this.care =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "keyward-endpoint-care");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts an endpoint.
   *
   * @param settings everything about it
   * @return an endpoint that accepts requests; the caller closes it
   * @throws IOException if it cannot listen where it should
   */
  public static Endpoint start(EndpointSettings settings) throws IOException {
    Endpoint endpoint = new Endpoint(settings);
    try {
      endpoint.listen();
      return endpoint;
    } catch (IOException | RuntimeException e) {
      endpoint.close();
      throw e;
    }
  }

  private void listen() throws IOException {
    health.look();
    KmsRequestHandler handler =
        new KmsRequestHandler(
            new SignatureCheck(settings.service(), keys, settings.clock()),
            new Dispatch(settings.service()),
            health,
            log,
            settings.clock());
    server =
        HttpServer.start(
            settings.listen(), settings.limits(), handler, settings.clock(), settings.tls());
    care.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    health.look();
    try {
      keys.dropUnusable();
    } catch (RuntimeException e) {
      // The store cannot be read: no signature is verified with what was derived either way.
    }
  }

  /**
   * The port the endpoint listens on.
   *
   * @return 1 to 65,535
   */
  public int port() {
    return server.port();
  }

  /**
   * Where clients find the endpoint.
   *
   * @return such as {@code https://127.0.0.1:8443}; {@code localhost} if it listens on all
   *     addresses
   */
  public URI uri() {
    InetSocketAddress listen = settings.listen();
    InetAddress address = listen.getAddress();
    String host = address.isAnyLocalAddress() ? "localhost" : listen.getHostString();
    String shown = host.contains(":") ? "[" + host + "]" : host;
    String scheme = settings.tls().isPresent() ? "https" : "http";
    return URI.create(scheme + "://" + shown + ":" + port());
  }

  /** Stops accepting, lets requests under way end, and closes all connections. Idempotent. */
  @Override
  public void close() {
    health.stopping();
    if (server != null) {
      server.close();
    }
    care.shutdownNow();
    keys.close();
    log.close();
  }
}
