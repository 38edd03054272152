package dev.keyward.remote.stub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.remote.stub.FaultServer.Behaviour;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Things a server may do. */
public final class Replies {
  private Replies() {}

  public static byte[] bytes(int status, String body, String... headers) {
    return bytes(status, body.getBytes(UTF_8), headers);
  }

  public static byte[] bytes(int status, byte[] body, String... headers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
    head.append("Content-Type: application/x-amz-json-1.1\r\n");
    head.append("x-amzn-RequestId: 7f1c0000-0000-4000-8000-000000000001\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    out.writeBytes(head.toString().getBytes(ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }

  public static Behaviour raw(byte[] answer, boolean keep) {
    return (request, socket, server) -> {
      socket.getOutputStream().write(answer);
      socket.getOutputStream().flush();
      return keep;
    };
  }

  public static Behaviour raw(String answer) {
    return raw(answer.getBytes(ISO_8859_1), false);
  }

  public static Behaviour json(int status, String body, String... headers) {
    return raw(bytes(status, body, headers), true);
  }

  public static Behaviour error(int status, String code) {
    return json(status, "{\"__type\":\"" + code + "\",\"message\":\"said the stub\"}");
  }

  public static Behaviour hang() {
    return (request, socket, server) -> {
      server.hang();
      return false;
    };
  }

  public static Behaviour close() {
    return (request, socket, server) -> false;
  }

  public static Behaviour reset() {
    return (request, socket, server) -> {
      abort(socket);
      return false;
    };
  }

  static void abort(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** All bytes up to one, and then the end. */
  public static Behaviour cut(byte[] answer, int at) {
    return (request, socket, server) -> {
      socket.getOutputStream().write(answer, 0, Math.min(at, answer.length));
      socket.getOutputStream().flush();
      return false;
    };
  }

  /**
   * One byte, and then one after the other whenever the gate opens, which it never does in time.
   */
  public static Behaviour dribble(byte[] answer, long everyMillis) {
    return (request, socket, server) -> {
      for (byte b : answer) {
        socket.getOutputStream().write(b);
        socket.getOutputStream().flush();
        java.util.concurrent.locks.LockSupport.parkNanos(everyMillis * 1_000_000);
      }
      return false;
    };
  }

  /** One thing after the other; the last one for good. */
  public static Behaviour sequence(Behaviour... steps) {
    AtomicInteger next = new AtomicInteger();
    List<Behaviour> all = List.of(steps);
    return (request, socket, server) ->
        all.get(Math.min(next.getAndIncrement(), all.size() - 1)).handle(request, socket, server);
  }
}
