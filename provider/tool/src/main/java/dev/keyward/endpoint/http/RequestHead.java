package dev.keyward.endpoint.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Request line and headers, as they were sent.
 *
 * @param method such as {@code POST}
 * @param target what stands in the request line: path and query
 * @param headers in their order; several of one name stay several
 * @param origin where the request comes from
 */
public record RequestHead(String method, String target, List<HeaderField> headers, Origin origin) {
  /** Copies the headers. */
  public RequestHead {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(target, "target");
    headers = List.copyOf(headers);
    Objects.requireNonNull(origin, "origin");
  }

  /**
   * One header line.
   *
   * @param name in lower case
   * @param value without blanks around it
   */
  public record HeaderField(String name, String value) {}

  /**
   * The other end of the connection.
   *
   * @param address its address
   * @param isSecure whether the connection is encrypted
   */
  public record Origin(InetAddress address, boolean isSecure) {}

  /**
   * All values of a header.
   *
   * @param lowerCaseName its name
   * @return in their order; empty if there is none
   */
  public List<String> values(String lowerCaseName) {
    return headers.stream()
        .filter(field -> field.name().equals(lowerCaseName))
        .map(HeaderField::value)
        .toList();
  }

  /**
   * The first value of a header.
   *
   * @param lowerCaseName its name
   * @return empty if there is none
   */
  public Optional<String> first(String lowerCaseName) {
    for (HeaderField field : headers) {
      if (field.name().equals(lowerCaseName)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
  }
}
