package dev.keyward.samples.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import javax.net.ssl.KeyManagerFactory;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Servers that are told a key store type and an alias, in their own configuration. */
class ServersTest {
  private static final String HELLO = "hello";

  @TempDir private Path folder;

  @BeforeAll
  static void makeKeys() {
    ManagedKeys.root();
  }

  private static void answers(int port, String alias) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newBuilder()
            .sslContext(ManagedKeys.trustingContext())
            .build()
            .send(
                java.net.http.HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/"))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.body()).isEqualTo(HELLO);
    assertThat(answer.sslSession().orElseThrow().getPeerCertificates())
        .isEqualTo(ManagedKeys.chain(alias).toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ec", "rsa"})
  void tomcat_serves(String alias) throws Exception {
    SSLHostConfig host = new SSLHostConfig();
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
    certificate.setCertificateKeystoreType("KMS");
    certificate.setCertificateKeystoreFile("NONE");
    certificate.setCertificateKeyAlias(alias);
    host.addCertificate(certificate);
    Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    connector.setPort(0);
    connector.setSecure(true);
    connector.setScheme("https");
    connector.setProperty("SSLEnabled", "true");
    connector.addSslHostConfig(host);
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", folder.toString());
    Tomcat.addServlet(context, "hello", new Hello());
    context.addServletMappingDecoded("/*", "hello");
    tomcat.start();
    try {
      answers(connector.getLocalPort(), alias);
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  private static final class Hello extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(HELLO);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ec", "rsa"})
  void jetty_serves(String alias) throws Exception {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStoreType("KMS");
    tls.setKeyStorePath(ManagedKeys.descriptor(alias).toString());
    tls.setKeyStorePassword("");
    Server server = new Server();
    ServerConnector connector =
        new ServerConnector(
            server,
            new SslConnectionFactory(tls, "http/1.1"),
            new HttpConnectionFactory(new HttpConfiguration()));
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            Content.Sink.write(response, true, HELLO, callback);
            return true;
          }
        });
    server.start();
    try {
      answers(connector.getLocalPort(), alias);
    } finally {
      server.stop();
    }
  }

  /** Not {@code forServer(key, certificates)}: that one puts the key into a PKCS12 store. */
  @ParameterizedTest
  @ValueSource(strings = {"ec", "rsa"})
  void netty_serves(String alias) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(ManagedKeys.load(alias), null);
    SslContext tls = SslContextBuilder.forServer(keys).build();
    var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      Channel channel =
          new ServerBootstrap()
              .group(group)
              .channel(NioServerSocketChannel.class)
              .childHandler(new Pipeline(tls))
              .bind("localhost", 0)
              .sync()
              .channel();
      answers(((InetSocketAddress) channel.localAddress()).getPort(), alias);
    } finally {
      group.shutdownGracefully();
    }
  }

  private static final class Pipeline extends ChannelInitializer<SocketChannel> {
    private final SslContext tls;

    Pipeline(SslContext tls) {
      this.tls = tls;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      channel
          .pipeline()
          .addLast(tls.newHandler(channel.alloc()), new HttpServerCodec(), new NettyHello());
    }
  }

  private static final class NettyHello extends SimpleChannelInboundHandler<HttpObject> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpRequest) {
        var response =
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.OK,
                Unpooled.wrappedBuffer(ByteBuffer.wrap(HELLO.getBytes(US_ASCII))));
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, HELLO.length());
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
      }
    }
  }

  @Test
  void springBoot_serves() throws Exception {
    SpringApplication application = new SpringApplication(Application.class);
    try (var context =
        (ServletWebServerApplicationContext)
            application.run(
                "--server.port=0",
                "--server.ssl.key-store-type=KMS",
                "--server.ssl.key-store=file:" + ManagedKeys.descriptor("ec", "rsa"),
                "--server.ssl.key-alias=rsa",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn")) {
      answers(context.getWebServer().getPort(), "rsa");
    }
  }

  @Test
  void springBoot_servesFromABundle() throws Exception {
    SpringApplication application = new SpringApplication(Application.class);
    try (var context =
        (ServletWebServerApplicationContext)
            application.run(
                "--server.port=0",
                "--server.ssl.bundle=web",
                "--spring.ssl.bundle.jks.web.key.alias=ec",
                "--spring.ssl.bundle.jks.web.keystore.type=KMS",
                "--spring.ssl.bundle.jks.web.keystore.location=file:"
                    + ManagedKeys.descriptor("ec", "rsa"),
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn")) {
      answers(context.getWebServer().getPort(), "ec");
    }
  }

  /** What a program has. */
  @Configuration
  @EnableAutoConfiguration
  @RestController
  static class Application {
    @GetMapping("/")
    String hello() {
      return HELLO;
    }
  }
}
