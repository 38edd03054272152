package dev.keyward.remote.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Makes the TLS context when the first connection needs it; one in clear never does. */
final class LazyTls implements TlsSocketStrategy {
  private final Maker maker;
  private final ReentrantLock making = new ReentrantLock();
  private volatile Tls tls;

  @FunctionalInterface
  interface Maker {
    Tls make() throws IOException, GeneralSecurityException;
  }

  LazyTls(Maker maker) {
    this.maker = maker;
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String target, int port, Object attachment, HttpContext context)
      throws IOException {
    return made().upgrade(socket, target, port, attachment, context);
  }

  private Tls made() throws IOException {
    Tls now = tls;
    if (now != null) {
      return now;
    }
    making.lock();
    try {
      if (tls == null) {
        tls = maker.make();
      }
      return tls;
    } catch (IOException | GeneralSecurityException e) {
      throw new SSLException("cannot read whom to trust: " + e.getMessage(), e);
    } finally {
      making.unlock();
    }
  }
}
