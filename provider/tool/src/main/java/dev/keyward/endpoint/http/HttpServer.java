package dev.keyward.endpoint.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.ListenerEndpoint;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Listens, and hands complete requests to a handler. A few threads serve all connections; requests
 * are worked on by a bounded pool of others, so that a slow client holds no thread. Thread-safe.
 */
public final class HttpServer implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final long LOOK_MILLIS = 100;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final HttpLimits limits;
  private final RequestHandler handler;
  private final InstantSource clock;
  private final ConnectionTable connections;
  private final BodyBudget budget;
  private final ThreadPoolExecutor workers;
  private final ScheduledExecutorService watch;
  private final HttpAsyncServer reactor;
  private volatile String date;
  private volatile boolean stopping;
  private int port;

  private HttpServer(
      HttpLimits limits, RequestHandler handler, InstantSource clock, Optional<SSLContext> tls) {
    this.limits = Objects.requireNonNull(limits, "limits");
    this.handler = Objects.requireNonNull(handler, "handler");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.connections = new ConnectionTable(limits.connections());
    this.budget = new BodyBudget(limits.bodyMemoryBytes());
    this.workers = newWorkers(limits);
    this.watch = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "keyward-http-watch"));
    this.date = DATE.format(clock.instant());
    IOReactorConfig config =
        IOReactorConfig.custom()
            .setTcpNoDelay(true)
            .setSoReuseAddress(true)
            .setBacklogSize(BACKLOG)
            .setSelectInterval(TimeValue.ofMilliseconds(LOOK_MILLIS))
            .setSoTimeout(Timeout.DISABLED)
            .build();
    ConnectionFactory factory = new ConnectionFactory(this, tls);
    // A broken connection is nobody's business but its client's.
    this.reactor = new HttpAsyncServer(factory, config, null, broken -> {}, null, null, null, null);
  }

  private static ThreadPoolExecutor newWorkers(HttpLimits limits) {
    AtomicInteger count = new AtomicInteger();
    return new ThreadPoolExecutor(
        limits.workers(),
        limits.workers(),
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(limits.waiting()),
        task -> daemon(task, "keyward-http-worker-" + count.incrementAndGet()));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts a server.
   *
   * @param listen where; port 0 takes any free one
   * @param limits what clients may take
   * @param handler what is done with requests
   * @param clock gives the dates of answers
   * @param tls with what the connection is encrypted; empty for plain HTTP
   * @return a server that accepts connections
   * @throws IOException if it cannot listen there
   */
  public static HttpServer start(
      InetSocketAddress listen,
      HttpLimits limits,
      RequestHandler handler,
      InstantSource clock,
      Optional<SSLContext> tls)
      throws IOException {
    HttpServer server = new HttpServer(limits, handler, clock, tls);
    try {
      server.listen(listen, tls.isPresent() ? URIScheme.HTTPS : URIScheme.HTTP);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void listen(InetSocketAddress address, URIScheme scheme) throws IOException {
    reactor.start();
    watch.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    try {
      ListenerEndpoint endpoint = reactor.listen(address, scheme).get();
      port = ((InetSocketAddress) endpoint.getAddress()).getPort();
    } catch (ExecutionException e) {
      throw new IOException("Cannot listen on " + address + ": " + e.getCause().getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting to listen");
    }
  }

  private void look() {
    date = DATE.format(clock.instant());
    connections.abortOverdue();
    if (stopping) {
      connections.abortIdle();
    }
  }

  /**
   * The port the server listens on.
   *
   * @return 1 to 65,535
   */
  public int port() {
    return port;
  }

  HttpLimits limits() {
    return limits;
  }

  RequestHandler handler() {
    return handler;
  }

  ConnectionTable connections() {
    return connections;
  }

  BodyBudget budget() {
    return budget;
  }

  ExecutorService workers() {
    return workers;
  }

  String date() {
    return date;
  }

  boolean isStopping() {
    return stopping;
  }

  /** Stops listening, lets requests under way end, and closes all connections. Idempotent. */
  @Override
  public void close() {
    stopping = true;
    reactor.getEndpoints().forEach(endpoint -> endpoint.close(CloseMode.IMMEDIATE));
    long deadline = System.nanoTime() + limits.drain().toNanos();
    boolean interrupted = false;
    while (connections.isAnyWorking() && System.nanoTime() < deadline && !interrupted) {
      interrupted = pause();
    }
    workers.shutdownNow();
    reactor.close(CloseMode.IMMEDIATE);
    watch.shutdownNow();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(10);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
