package dev.keyward.samples.dropin;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;

/** Client and server of one TLS connection, talking through buffers: no socket, no thread. */
final class TlsPair {
  private static final int MAX_ROUNDS = 100;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final SSLEngine client;
  private final SSLEngine server;
  private final ByteBuffer toServer = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer toClient = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer received = ByteBuffer.allocate(BUFFER_BYTES);

  private TlsPair(SSLContext context, String protocol) {
    client = engine(context, protocol, true);
    server = engine(context, protocol, false);
  }

  private static SSLEngine engine(SSLContext context, String protocol, boolean isClient) {
    SSLEngine engine = context.createSSLEngine("localhost", 443);
    engine.setUseClientMode(isClient);
    engine.setEnabledProtocols(new String[] {protocol});
    return engine;
  }

  /** Shakes hands with a software key from a PKCS12 file and tells what was agreed upon. */
  static String handshake(Path pkcs12, String protocol) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(pkcs12)) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(store, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate(store.aliases().nextElement()));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return new TlsPair(context, protocol).exchange();
  }

  private String exchange() throws SSLException {
    for (int round = 0; round < MAX_ROUNDS && received.position() == 0; round++) {
      step(client, ByteBuffer.wrap(new byte[] {42}), toClient, toServer);
      step(server, ByteBuffer.allocate(0), toServer, toClient);
    }
    if (received.position() != 1 || received.get(0) != 42) {
      throw new AssertionError("the byte did not arrive: " + received);
    }
    SSLSession session = client.getSession();
    return session.getProtocol() + " " + session.getCipherSuite();
  }

  private void step(SSLEngine engine, ByteBuffer plain, ByteBuffer in, ByteBuffer out)
      throws SSLException {
    in.flip();
    engine.unwrap(in, received);
    in.compact();
    for (Runnable task = engine.getDelegatedTask(); task != null; ) {
      task.run();
      task = engine.getDelegatedTask();
    }
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
        || engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
      engine.wrap(plain, out);
    }
  }
}
