package dev.keyward.endpoint.http;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Set;
import javax.net.ssl.SSLEngine;

/**
 * Refuses what a second handshake on a connection would need, so that it fails before anything is
 * computed or signed for it. With TLS 1.2 a client can ask for handshakes without end; each costs
 * the server far more than the client, and ours a use of a managed key.
 *
 * <p>JSSE has a system property for this, which is read once for the whole JVM and is not ours to
 * set. TLS 1.3 knows no second handshake, and goes on asking for algorithms in its first.
 */
final class OneHandshake implements AlgorithmConstraints {
  private volatile boolean isOver;

  /** Called at the end of a handshake. */
  void finished(SSLEngine engine) {
    isOver = !engine.getSession().getProtocol().equals("TLSv1.3");
  }

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
    return !isOver;
  }

  @Override
  public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
    return !isOver;
  }

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String algorithm, Key key, AlgorithmParameters parameters) {
    return !isOver;
  }
}
