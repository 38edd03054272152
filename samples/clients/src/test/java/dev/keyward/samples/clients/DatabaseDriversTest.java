package dev.keyward.samples.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.Driver;

/**
 * Drivers that take a key store by properties. PostgreSQL has a sample of its own, with a real
 * server; here a server speaks as much of MariaDB's protocol as leads to TLS, and says who came.
 */
class DatabaseDriversTest {
  private static final int DEADLINE_SECONDS = 30;

  @BeforeAll
  static void makeKeys() {
    ManagedKeys.root();
  }

  @Test
  void mariadb_authenticatesWithTheKeyOfItsProperties() throws Exception {
    SSLContext context = ManagedKeys.context(ManagedKeys.load("rsa"));
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> peer =
          CompletableFuture.supplyAsync(() -> acceptOne(server, context));
      String url =
          "jdbc:mariadb://localhost:"
              + server.getLocalPort()
              + "/orders?user=anna&password=unused&sslMode=verify-full"
              + "&keyStoreType=KMS&keyStorePassword=unused&keyStore="
              + ManagedKeys.descriptor("ec").toUri()
              + "&trustStoreType=PKCS12&trustStorePassword=changeit&trustStore="
              + ManagedKeys.trustedFile().toUri();

      // The server hangs up once it knows who came.
      assertThatThrownBy(() -> DriverManager.getConnection(url)).isInstanceOf(SQLException.class);
      assertThat(peer.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isEqualTo("CN=ec");
      assertThat(DriverManager.getDriver(url)).isInstanceOf(Driver.class);
    }
  }

  private static String acceptOne(ServerSocket server, SSLContext context) {
    try (Socket plain = server.accept()) {
      OutputStream out = plain.getOutputStream();
      out.write(greeting());
      out.flush();
      DataInputStream in = new DataInputStream(plain.getInputStream());
      byte[] head = in.readNBytes(4);
      in.readNBytes(head[0] & 0xff | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16);
      try (SSLSocket secure =
          (SSLSocket) context.getSocketFactory().createSocket(plain, null, 0, false)) {
        secure.setUseClientMode(false);
        secure.setNeedClientAuth(true);
        secure.startHandshake();
        return secure.getSession().getPeerPrincipal().getName();
      }
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The initial handshake packet of protocol version 10, with the capability to speak TLS. */
  private static byte[] greeting() {
    int capabilities = 0x00000200 | 0x00000800 | 0x00008000 | 0x00080000;
    ByteBuffer body = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    body.put((byte) 10).put("11.4.0-MariaDB\0".getBytes(US_ASCII)).putInt(1);
    body.put("abcdefgh\0".getBytes(US_ASCII)).putShort((short) capabilities).put((byte) 45);
    body.putShort((short) 2).putShort((short) (capabilities >>> 16)).put((byte) 21);
    body.put(new byte[10]).put("ijklmnopqrst\0".getBytes(US_ASCII));
    body.put("mysql_native_password\0".getBytes(US_ASCII)).flip();
    ByteBuffer packet = ByteBuffer.allocate(4 + body.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    return packet.putInt(body.remaining()).put(body).array();
  }
}
