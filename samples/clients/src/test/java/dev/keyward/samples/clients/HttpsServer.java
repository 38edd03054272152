package dev.keyward.samples.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A server of the JDK's sockets that says which protocol was agreed upon and who the client is. It
 * takes any context, of any provider.
 */
final class HttpsServer implements AutoCloseable {
  private final SSLServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private HttpsServer(SSLServerSocket socket) {
    this.socket = socket;
    CompletableFuture.runAsync(this::acceptAll, threads);
  }

  static HttpsServer start(SSLContext context, boolean wantsClient, String... protocols)
      throws IOException {
    SSLServerSocketFactory factory = context.getServerSocketFactory();
    var socket =
        (SSLServerSocket) factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setNeedClientAuth(wantsClient);
    if (protocols.length > 0) {
      parameters.setProtocols(protocols);
    }
    socket.setSSLParameters(parameters);
    return new HttpsServer(socket);
  }

  URI url() {
    return URI.create("https://localhost:" + socket.getLocalPort() + "/");
  }

  private void acceptAll() {
    try {
      while (!socket.isClosed()) {
        var client = (SSLSocket) socket.accept();
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private static void serve(SSLSocket client) {
    try (client) {
      InputStream in = client.getInputStream();
      int ends = 0;
      for (int c = in.read(); c >= 0 && ends < 4; c = ends == 4 ? -1 : in.read()) {
        ends = c == '\r' || c == '\n' ? ends + 1 : 0;
        if (ends == 4) {
          break;
        }
      }
      byte[] body = describe(client.getSession()).getBytes(US_ASCII);
      OutputStream out = client.getOutputStream();
      out.write(
          ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n")
              .getBytes(US_ASCII));
      out.write(body);
      out.flush();
    } catch (IOException e) {
      // The client sees it too.
    }
  }

  private static String describe(SSLSession session) {
    String peer;
    try {
      peer = session.getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      peer = "nobody";
    }
    return session.getProtocol() + " " + peer;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }
}
