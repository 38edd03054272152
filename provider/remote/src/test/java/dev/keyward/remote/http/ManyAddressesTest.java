package dev.keyward.remote.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host with many addresses none of which answers: each may take its time, but not all of it. */
class ManyAddressesTest {
  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration ATTEMPT = Duration.ofMillis(700);
  private static final int ADDRESSES = 6;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void attempt_everyAddressDark_endsAtItsLimit() throws IOException {
    int port = 0;
    List<InetAddress> dark = new ArrayList<>();
    for (int i = 0; i < ADDRESSES; i++) {
      InetAddress address =
          InetAddress.getByAddress("many", new byte[] {127, 0, 0, (byte) (2 + i)});
      port = darken(address, port);
      dark.add(address);
    }
    TransportLimits usual = TransportLimits.DEFAULT;
    TransportLimits limits =
        new TransportLimits(usual.lease(), CONNECT, usual.tls(), usual.response(), ATTEMPT, 5);
    WireRequest request =
        new WireRequest("POST", URI.create("http://many:" + port), Map.of(), new byte[0]);
    try (HttpTransport transport =
        new HttpTransport(limits, new TrustAnchors(Optional.empty()), of(dark))) {
      long begun = System.nanoTime();
      TransportException e =
          catchThrowableOfType(
              TransportException.class, () -> transport.send(request, Duration.ofSeconds(10)));
      long millis = (System.nanoTime() - begun) / 1_000_000;
      assertThat(e.kind()).isEqualTo(TransportException.Kind.NOT_SENT);
      assertThat(millis).isLessThan(ATTEMPT.plus(CONNECT).plusMillis(500).toMillis());
      assertThat(transport.connectionsInUse()).isZero();
    }
  }

  private static DnsResolver of(List<InetAddress> addresses) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) {
        return addresses.toArray(InetAddress[]::new);
      }

      @Override
      public String resolveCanonicalHostname(String host) {
        return host;
      }
    };
  }

  /** Listens and accepts nobody: with its queue full, it does not even refuse. */
  private int darken(InetAddress address, int port) throws IOException {
    ServerSocket server = new ServerSocket(port, 1, address);
    opened.add(server);
    while (true) {
      Socket socket = new Socket();
      opened.add(socket);
      try {
        socket.connect(new InetSocketAddress(address, server.getLocalPort()), 150);
      } catch (SocketTimeoutException full) {
        return server.getLocalPort();
      }
    }
  }
}
