package dev.keyward.endpoint.http;

import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.nio.DefaultHttpResponseWriterFactory;
import org.apache.hc.core5.http.impl.nio.ServerHttp1IOEventHandler;
import org.apache.hc.core5.http.impl.nio.ServerHttp1StreamDuplexer;
import org.apache.hc.core5.http.nio.ContentDecoder;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOEventHandlerFactory;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.util.Timeout;

/** Puts our parser, our limits and our exchanges under HttpCore's connections. */
final class ConnectionFactory implements IOEventHandlerFactory {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final Http1Config CONFIG =
      Http1Config.custom()
          .setMaxLineLength(HttpLimits.MAX_HEAD_BYTES)
          .setMaxHeaderCount(HttpLimits.MAX_HEADERS)
          .setBufferSize(8 << 10)
          .build();

  /** Heads are complete as our exchanges make them. */
  private static final HttpProcessor NOTHING_TO_ADD = HttpProcessorBuilder.create().build();

  private final HttpServer server;
  private final Optional<SSLContext> tls;

  ConnectionFactory(HttpServer server, Optional<SSLContext> tls) {
    this.server = server;
    this.tls = tls;
  }

  @Override
  public IOEventHandler createHandler(ProtocolIOSession session, Object attachment) {
    Connection connection = new Connection(session, server.limits(), tls.isPresent());
    boolean taken = server.connections().add(connection);
    tls.ifPresent(context -> encrypt(session, context));
    Handler handler = new Handler(duplexer(session, connection), connection);
    if (!taken || server.isStopping()) {
      connection.abort();
    }
    return handler;
  }

  private void encrypt(ProtocolIOSession session, SSLContext context) {
    Timeout handshake = Timeout.of(server.limits().head());
    OneHandshake one = new OneHandshake();
    session.startTls(
        context,
        null,
        SSLBufferMode.DYNAMIC,
        (endpoint, engine) -> {
          SSLParameters parameters = engine.getSSLParameters();
          parameters.setProtocols(PROTOCOLS);
          parameters.setUseCipherSuitesOrder(true);
          parameters.setAlgorithmConstraints(one);
          engine.setSSLParameters(parameters);
        },
        (endpoint, engine) -> {
          one.finished(engine);
          return null;
        },
        handshake);
  }

  private ServerHttp1StreamDuplexer duplexer(ProtocolIOSession session, Connection connection) {
    return new ServerHttp1StreamDuplexer(
        session,
        NOTHING_TO_ADD,
        (request, context) -> new Exchange(server, connection),
        tls.isPresent() ? "https" : "http",
        CONFIG,
        CharCodingConfig.DEFAULT,
        DefaultConnectionReuseStrategy.INSTANCE,
        new HeadParser(connection),
        DefaultHttpResponseWriterFactory.INSTANCE.create(),
        BodyLength.INSTANCE,
        DefaultContentLengthStrategy.INSTANCE,
        null,
        broken -> {}) {
      @Override
      protected ContentDecoder createContentDecoder(
          long length,
          ReadableByteChannel channel,
          SessionInputBuffer buffer,
          BasicHttpTransportMetrics metrics)
          throws HttpException {
        return length == ContentLengthStrategy.CHUNKED
            ? new ChunkReader(channel, buffer, metrics)
            : super.createContentDecoder(length, channel, buffer, metrics);
      }
    };
  }

  /** Takes the connection out of the table when it ends. */
  private final class Handler extends ServerHttp1IOEventHandler {
    private final Connection connection;

    Handler(ServerHttp1StreamDuplexer duplexer, Connection connection) {
      super(duplexer);
      this.connection = connection;
    }

    @Override
    public void disconnected(IOSession session) {
      server.connections().remove(connection);
      super.disconnected(session);
    }
  }
}
