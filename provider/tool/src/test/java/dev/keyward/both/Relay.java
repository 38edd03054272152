package dev.keyward.both;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Passes bytes on between clients and an endpoint of this host, at any loopback address; can lose
 * answers, or go dark.
 */
final class Relay implements AutoCloseable {
  private final ServerSocket listening;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger chunks = new AtomicInteger();
  private final AtomicInteger answersToLose = new AtomicInteger();
  private volatile boolean isSilent;

  private Relay(ServerSocket listening, int target) {
    this.listening = listening;
    this.target = target;
  }

  /** Listens at an address; port 0 is any free one. */
  static Relay at(String address, int port, int target) throws IOException {
    ServerSocket listening = new ServerSocket();
    try {
      listening.bind(new InetSocketAddress(InetAddress.getByName(address), port), 100);
    } catch (IOException e) {
      listening.close();
      throw e;
    }
    Relay relay = new Relay(listening, target);
    daemon(relay::accept);
    return relay;
  }

  int port() {
    return listening.getLocalPort();
  }

  /** How many connections were opened here. */
  int connections() {
    return connections.get();
  }

  /** Pieces of requests that came; none means no request. */
  int received() {
    return chunks.get();
  }

  /** Nothing is passed on, and nobody is told. */
  void silent(boolean is) {
    isSilent = is;
  }

  /** The next requests arrive, but connections are closed instead of their answers. */
  void loseAnswers(int count) {
    answersToLose.set(count);
  }

  private static void daemon(Runnable body) {
    Thread thread = new Thread(body, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        connections.incrementAndGet();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        daemon(() -> pass(client, server, true));
        daemon(() -> pass(server, client, false));
      } catch (IOException e) {
        // The test is over, or a client gave up.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean isRequest) {
    byte[] buffer = new byte[16_384];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (isRequest) {
          chunks.incrementAndGet();
        }
        if (!isRequest && answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          return;
        }
        while (isSilent && !listening.isClosed()) {
          LockSupport.parkNanos(1_000_000);
        }
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // One side is gone, so the other has nobody to talk to.
    }
  }

  /** Nobody listens any more: connections are refused. */
  @Override
  public void close() {
    try {
      listening.close();
      for (Socket each : open) {
        each.close();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
