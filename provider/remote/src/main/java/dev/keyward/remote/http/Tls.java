package dev.keyward.remote.http;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.jdk.JdkRandom;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * TLS with a context of its own, made from the JDK's own provider: it neither looks for key stores
 * by name, which might lead back into Keyward, nor waits for the JVM's default context, which may
 * just be waiting for Keyward.
 */
final class Tls implements TlsSocketStrategy {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final SSLContext context;
  private final Duration limit;
  private final Watchdog watchdog;

  Tls(TrustAnchors anchors, Duration limit, Watchdog watchdog)
      throws IOException, GeneralSecurityException {
    this.limit = limit;
    this.watchdog = watchdog;
    this.context = SSLContext.getInstance("TLS", JdkProvider.SUN_JSSE.instance());
    this.context.init(null, new TrustManager[] {trustManager(anchors.load())}, JdkRandom.shared());
  }

  private static TrustManager trustManager(KeyStore anchors) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance("PKIX", JdkProvider.SUN_JSSE.instance());
    factory.init(anchors);
    for (TrustManager made : factory.getTrustManagers()) {
      if (made instanceof X509ExtendedTrustManager extended) {
        return new StrictTrust(extended);
      }
    }
    throw new GeneralSecurityException("the JDK offers no trust manager for X.509");
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String target, int port, Object attachment, HttpContext httpContext)
      throws IOException {
    SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, target, port, true);
    Future<?> alarm = watchdog.after(limit, () -> closeQuietly(socket));
    try {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setProtocols(PROTOCOLS);
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
      int usual = socket.getSoTimeout();
      tls.setSoTimeout((int) limit.toMillis());
      tls.startHandshake();
      tls.setSoTimeout(usual);
      return tls;
    } catch (IOException e) {
      closeQuietly(socket);
      throw alarm.isDone() ? new SocketTimeoutException("TLS handshake timed out") : e;
    } finally {
      alarm.cancel(false);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is being given up anyway.
    }
  }
}
