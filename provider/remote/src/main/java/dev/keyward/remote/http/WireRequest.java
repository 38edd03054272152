package dev.keyward.remote.http;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * A request.
 *
 * @param method such as {@code POST}
 * @param uri where it goes, with path and query
 * @param headers names and values; without {@code host} and {@code content-length}, which follow
 *     from the rest
 * @param body empty if there is none; not copied, may be secret
 */
public record WireRequest(String method, URI uri, Map<String, String> headers, byte[] body) {
  public WireRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(body, "body");
    headers = Map.copyOf(headers);
  }

  /**
   * The value of the header {@code host}.
   *
   * @param uri an address
   * @return the host, with the port unless it is the scheme's own
   */
  public static String host(URI uri) {
    int usual = "https".equals(uri.getScheme()) ? 443 : 80;
    return uri.getPort() < 0 || uri.getPort() == usual
        ? uri.getHost()
        : uri.getHost() + ":" + uri.getPort();
  }

  /** Where it goes and how long it is; headers carry credentials, bodies carry keys. */
  @Override
  public String toString() {
    return method + " " + host(uri) + " [" + body.length + " bytes]";
  }
}
