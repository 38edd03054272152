package dev.keyward.remote.stub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a raw socket of loopback, which does to each request what it is told. */
public final class FaultServer implements AutoCloseable {
  private final ServerSocket socket;
  private final String scheme;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Behaviour behaviour;

  /** What is done with a request. */
  @FunctionalInterface
  public interface Behaviour {
    /**
     * Answers or not.
     *
     * @return whether the connection is kept
     */
    boolean handle(Request request, Socket socket, FaultServer server) throws IOException;
  }

  /** A request that came. */
  public record Request(String line, Map<String, String> headers, byte[] body, int number) {
    public String operation() {
      String target = headers.getOrDefault("x-amz-target", ".");
      return target.substring(target.indexOf('.') + 1);
    }

    public String text() {
      return new String(body, UTF_8);
    }
  }

  private FaultServer(ServerSocket socket, String scheme, Behaviour behaviour) {
    this.socket = socket;
    this.scheme = scheme;
    this.behaviour = behaviour;
    Thread acceptor = new Thread(this::accept, "fault-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  public static FaultServer start(Behaviour behaviour) {
    try {
      return new FaultServer(
          new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1")), "http", behaviour);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static FaultServer over(ServerSocket socket, String scheme, Behaviour behaviour) {
    return new FaultServer(socket, scheme, behaviour);
  }

  public void behave(Behaviour next) {
    behaviour = next;
  }

  public URI uri() {
    String host = scheme.equals("https") ? "localhost" : "127.0.0.1";
    return URI.create(scheme + "://" + host + ":" + socket.getLocalPort());
  }

  public int port() {
    return socket.getLocalPort();
  }

  public int connections() {
    return connections.get();
  }

  public int requests() {
    return requests.get();
  }

  /** Closes all connections but goes on listening. */
  public void dropConnections() throws IOException {
    for (Socket each : open) {
      each.close();
    }
  }

  /** Blocks until the server is closed. */
  public void hang() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket accepted = socket.accept();
        connections.incrementAndGet();
        open.add(accepted);
        Thread thread = new Thread(() -> serve(accepted), "fault-server-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket accepted) {
    try (accepted) {
      accepted.setTcpNoDelay(true);
      InputStream in = accepted.getInputStream();
      boolean keep = true;
      while (keep) {
        Request request = read(in);
        if (request == null) {
          return;
        }
        keep = behaviour.handle(request, accepted, this);
      }
    } catch (IOException e) {
      // The client went away, or the test closed the server.
    } finally {
      open.remove(accepted);
    }
  }

  private Request read(InputStream in) throws IOException {
    String line = line(in);
    if (line == null) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      if (colon < 0) {
        return null;
      }
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).trim());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Request(line, headers, in.readNBytes(length), requests.incrementAndGet());
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(ISO_8859_1);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
      dropConnections();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
