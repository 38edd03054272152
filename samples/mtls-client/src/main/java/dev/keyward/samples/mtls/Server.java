package dev.keyward.samples.mtls;

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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Says hello to clients that show a certificate it trusts. An ordinary program as well: its key and
 * its trust come from the {@code javax.net.ssl} properties.
 */
public final class Server {
  private Server() {}

  /**
   * Starts the server, prints its URL and serves until the JVM is ended.
   *
   * @param arguments none
   * @throws IOException if no port is free
   * @throws GeneralSecurityException if the key store cannot be used
   */
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(SSLContext.getDefault()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setNeedClientAuth(true);
            parameters.setSSLParameters(tls);
          }
        });
    server.createContext("/", Server::answer);
    server.start();
    System.out.println("https://localhost:" + server.getAddress().getPort() + "/");
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var session = ((HttpsExchange) exchange).getSSLSession();
    String text =
        "Hello " + session.getPeerPrincipal().getName() + " over " + session.getProtocol() + "\n";
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
