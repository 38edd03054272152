package dev.keyward.remote.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection that cannot log. HttpClient's own writes headers and bodies to the log when someone
 * turns its loggers on, and bodies carry keys here.
 */
final class QuietConnection extends DefaultBHttpClientConnection
    implements ManagedHttpClientConnection {
  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setMaxLineLength(TransportLimits.MAX_HEADER_BYTES)
          .setMaxHeaderCount(TransportLimits.MAX_HEADERS)
          .build();

  private Timeout timeout = Timeout.DISABLED;

  private QuietConnection() {
    super(LIMITS);
  }

  static HttpConnectionFactory<ManagedHttpClientConnection> factory() {
    return new HttpConnectionFactory<>() {
      @Override
      public ManagedHttpClientConnection createConnection(Socket socket) throws IOException {
        QuietConnection connection = new QuietConnection();
        if (socket != null) {
          connection.bind(socket);
        }
        return connection;
      }

      @Override
      public ManagedHttpClientConnection createConnection(SSLSocket tls, Socket socket)
          throws IOException {
        QuietConnection connection = new QuietConnection();
        if (tls != null) {
          connection.bind(tls, socket);
        } else if (socket != null) {
          connection.bind(socket);
        }
        return connection;
      }
    };
  }

  @Override
  public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
    // Asked before: afterwards this request is counted too.
    boolean used = getEndpointDetails() != null && getEndpointDetails().getRequestCount() > 0;
    Attempt.begins(used, getSSLSession() != null);
    super.sendRequestHeader(request);
  }

  @Override
  public Socket getSocket() {
    SocketHolder holder = getSocketHolder();
    return holder == null ? null : holder.getSocket();
  }

  @Override
  public void setSocketTimeout(Timeout timeout) {
    super.setSocketTimeout(timeout);
    this.timeout = timeout;
  }

  @Override
  public void passivate() {
    super.setSocketTimeout(Timeout.ZERO_MILLISECONDS);
  }

  @Override
  public void activate() {
    super.setSocketTimeout(timeout);
  }

  @Override
  public void bind(Socket socket) throws IOException {
    // Called for each address of the host before it is connected to: with many of them dark, the
    // time of the attempt is over before the addresses are.
    if (Attempt.isOver()) {
      throw new SocketTimeoutException("the attempt is over");
    }
    super.bind(socket);
    timeout = Timeout.ofMilliseconds(socket.getSoTimeout());
  }

  @Override
  public void bind(SSLSocket tls, Socket socket) throws IOException {
    super.bind(tls, socket);
    timeout = Timeout.ofMilliseconds(tls.getSoTimeout());
  }
}
