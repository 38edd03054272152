package dev.keyward.provider;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/** Two TLS engines that talk through buffers. */
public final class TlsPair {
  private static final int MAX_ROUNDS = 200;
  private static final int BUFFER_BYTES = 1 << 17;

  private final SSLEngine client;
  private final SSLEngine server;
  private final ByteBuffer toServer = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer toClient = ByteBuffer.allocate(BUFFER_BYTES);

  public TlsPair(SSLContext clientContext, SSLContext serverContext, String protocol) {
    this(clientContext, serverContext, protocol, true);
  }

  private TlsPair(
      SSLContext clientContext, SSLContext serverContext, String protocol, boolean mutual) {
    client = clientContext.createSSLEngine("localhost", 443);
    client.setUseClientMode(true);
    client.setEnabledProtocols(new String[] {protocol});
    server = serverContext.createSSLEngine();
    server.setUseClientMode(false);
    server.setNeedClientAuth(mutual);
    server.setEnabledProtocols(new String[] {protocol});
  }

  /** A client without a key and without a past, so that the handshake is a full one. */
  public static TlsPair serverOnly(SSLContext server, TrustManager[] trust)
      throws GeneralSecurityException {
    return serverOnly(server, trust, "TLSv1.3");
  }

  /** The same with a protocol to choose. */
  public static TlsPair serverOnly(SSLContext server, TrustManager[] trust, String protocol)
      throws GeneralSecurityException {
    SSLContext client = SSLContext.getInstance("TLS");
    client.init(new KeyManager[0], trust, null);
    return new TlsPair(client, server, protocol, false);
  }

  /** Shakes hands and sends one message; returns what arrived. */
  public String exchange(String message) throws SSLException {
    ByteBuffer arrived = ByteBuffer.allocate(BUFFER_BYTES);
    ByteBuffer sent = ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8));
    ByteBuffer ignored = ByteBuffer.allocate(BUFFER_BYTES);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      step(client, sent, toServer, toClient, ignored);
      step(server, ByteBuffer.allocate(0), toClient, toServer, arrived);
      if (!sent.hasRemaining() && arrived.position() == message.length()) {
        return StandardCharsets.UTF_8.decode(arrived.flip()).toString();
      }
    }
    throw new SSLException("no handshake after " + MAX_ROUNDS + " rounds");
  }

  public String protocol() {
    return server.getSession().getProtocol();
  }

  /** What the server showed to the client. */
  public Certificate serverCertificate() throws SSLException {
    return client.getSession().getPeerCertificates()[0];
  }

  private static void step(
      SSLEngine engine, ByteBuffer plain, ByteBuffer out, ByteBuffer in, ByteBuffer received)
      throws SSLException {
    in.flip();
    SSLEngineResult read;
    do {
      read = engine.unwrap(in, received);
      runTasks(engine);
    } while (read.getStatus() == Status.OK
        && in.hasRemaining()
        && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP);
    in.compact();
    SSLEngineResult written;
    do {
      written = engine.wrap(plain, out);
      runTasks(engine);
    } while (written.getStatus() == Status.OK
        && written.bytesProduced() > 0
        && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
  }

  private static void runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }
}
