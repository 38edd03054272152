package dev.keyward.samples.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

/**
 * Answers HTTPS on the loopback address with TLS 1.3 and 1.2, under the key and the certificate of
 * one alias of a key store of type {@code KMS}.
 */
public final class TlsServer {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final int THREADS = 8;

  private TlsServer() {}

  /**
   * Starts the server, prints its URL and serves until the JVM is ended.
   *
   * @param arguments the alias, and optionally a port (0, the default, takes any free one)
   * @throws Exception if the key store has no such key, or the port is taken
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 1 || arguments.length > 2) {
      System.err.println("usage: TlsServer ALIAS [PORT]");
      System.exit(2);
    }
    int port = arguments.length == 2 ? Integer.parseInt(arguments[1]) : 0;
    HttpsServer server = start(arguments[0], port);
    System.out.println("https://localhost:" + server.getAddress().getPort() + "/");
  }

  private static HttpsServer start(String alias, int port)
      throws GeneralSecurityException, IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setHttpsConfigurator(new Configurator(contextFor(alias)));
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/", TlsServer::answer);
    server.start();
    return server;
  }

  private static SSLContext contextFor(String alias) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("KMS");
    keys.load(null, null);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {OneKeyManager.of(keys, alias)}, null, null);
    return context;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    SSLSession session = ((HttpsExchange) exchange).getSSLSession();
    byte[] body =
        ("Hello over " + session.getProtocol() + ", " + session.getCipherSuite() + "\n")
            .getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static final class Configurator extends HttpsConfigurator {
    Configurator(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      var tls = getSSLContext().getDefaultSSLParameters();
      tls.setProtocols(PROTOCOLS);
      parameters.setSSLParameters(tls);
    }
  }
}
