package dev.keyward.samples.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Serves with the key of a PKCS12 file until a line {@code KMS} comes on its standard input; from
 * then on with the managed key. No connection is cut, no port is closed.
 */
public final class Server {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final int THREADS = 4;

  private static volatile String source = "a file";

  private Server() {}

  /**
   * Starts the server and prints its URL. Ends with its standard input.
   *
   * @param arguments the PKCS12 file
   * @throws IOException if the file cannot be read
   * @throws GeneralSecurityException if its key cannot be used
   */
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    KeyStore file = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
      file.load(in, PASSWORD);
    }
    SwitchingKeyManager keys = new SwitchingKeyManager(manager(file));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {keys}, null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/", Server::answer);
    server.start();
    System.out.println("https://localhost:" + server.getAddress().getPort() + "/");
    obey(keys);
    System.exit(0);
  }

  private static void obey(SwitchingKeyManager keys) throws IOException, GeneralSecurityException {
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      if (line.equals("KMS")) {
        KeyStore managed = KeyStore.getInstance("KMS");
        managed.load(null, null);
        keys.switchTo(manager(managed));
        source = "the key service";
        System.out.println("switched to the key service");
      }
    }
  }

  private static X509ExtendedKeyManager manager(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(keys, PASSWORD);
    return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
  }

  private static void answer(HttpExchange exchange) throws IOException {
    byte[] body = ("served with a key from " + source + "\n").getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
