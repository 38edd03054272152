package dev.keyward.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.kms.json.JsonText;
import dev.keyward.kms.sigv4.CredentialScope;
import dev.keyward.kms.sigv4.RequestSigner;
import dev.keyward.kms.sigv4.SigningKey;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A client that signs like any other, and then sends whatever the test makes of the request. */
final class WireClient {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final int port;
  private final EndpointFixture.Login login;

  WireClient(int port, EndpointFixture.Login login) {
    this.port = port;
    this.login = login;
  }

  /** An answer as it came. */
  record Reply(int status, Map<String, String> headers, String body) {
    Map<?, ?> json() {
      return (Map<?, ?>) JsonText.parse(body, new JsonText.Limits(1 << 20, 64));
    }

    String code() {
      return body.isEmpty() ? "" : String.valueOf(json().get("__type"));
    }

    String message() {
      Object message = json().get("message");
      return String.valueOf(message == null ? json().get("Message") : message);
    }
  }

  /** What is signed, and how. */
  record Signing(Instant time, String region, String service) {
    static Signing now() {
      return at(Instant.now());
    }

    static Signing at(Instant time) {
      return new Signing(time, EndpointFixture.REGION, CredentialScope.KMS);
    }
  }

  Map<String, String> headers(String operation) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("host", "127.0.0.1:" + port);
    headers.put("content-type", "application/x-amz-json-1.1");
    headers.put("x-amz-target", "TrentService." + operation);
    return headers;
  }

  Map<String, String> sign(Map<String, String> headers, byte[] body, Signing how) {
    CredentialScope scope = CredentialScope.at(how.time(), how.region(), how.service());
    try (SigningKey key = SigningKey.derive(login.secret(), scope)) {
      return RequestSigner.sign(headers, body, login.id(), key, how.time());
    }
  }

  Map<String, String> signed(String operation, String body) {
    return sign(headers(operation), body.getBytes(UTF_8), Signing.now());
  }

  /** The request as it is sent by well-behaved clients. */
  static String request(Map<String, String> headers, String body) {
    StringBuilder text = new StringBuilder("POST / HTTP/1.1\r\n");
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    int length = body.getBytes(UTF_8).length;
    return text.append("content-length: ")
        .append(length)
        .append("\r\n\r\n")
        .append(body)
        .toString();
  }

  Reply call(String operation, String body) {
    return send(request(signed(operation, body), body));
  }

  Reply send(String raw) {
    return send(raw.getBytes(UTF_8));
  }

  /** Sends bytes over a connection of their own and reads one answer. */
  Reply send(byte[] raw) {
    return trySend(raw).orElseThrow(() -> new IllegalStateException("closed without an answer"));
  }

  /** Empty if the connection was closed without an answer. */
  Optional<Reply> trySend(byte[] raw) {
    try (Socket socket = open()) {
      socket.getOutputStream().write(raw);
      socket.getOutputStream().flush();
      return read(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Socket open() {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<Reply> read(Socket socket) throws IOException {
    return read(new BufferedInputStream(socket.getInputStream()));
  }

  static Optional<Reply> read(InputStream in) throws IOException {
    try {
      String start = line(in);
      if (start.isEmpty()) {
        return Optional.empty();
      }
      int status = Integer.parseInt(start.split(" ")[1]);
      Map<String, String> headers = new LinkedHashMap<>();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      byte[] body = in.readNBytes(length);
      if (status == 100) {
        return read(in);
      }
      return Optional.of(new Reply(status, headers, new String(body, UTF_8)));
    } catch (java.net.SocketException reset) {
      return Optional.empty();
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(ISO_8859_1);
  }
}
