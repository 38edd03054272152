package dev.keyward.endpoint.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
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
  public record Origin(InetAddress address, boolean isSecure) {
    private static final int IPV4_AT = 12;

    /**
     * The address as policies and logs have it: without the interface of this machine that it came
     * in by, and that of an IPv4 client as IPv4, whatever the socket makes of it.
     *
     * @return such as {@code 192.0.2.7} or {@code 2001:db8:0:0:0:0:0:7}
     */
    public String addressText() {
      String text = plain().getHostAddress();
      int zone = text.indexOf('%');
      return zone < 0 ? text : text.substring(0, zone);
    }

    private InetAddress plain() {
      byte[] bytes = address.getAddress();
      boolean mapped = bytes.length == 16 && bytes[10] == -1 && bytes[11] == -1;
      for (int i = 0; i < 10 && mapped; i++) {
        mapped = bytes[i] == 0;
      }
      if (!mapped) {
        return address;
      }
      try {
        return InetAddress.getByAddress(Arrays.copyOfRange(bytes, IPV4_AT, bytes.length));
      } catch (UnknownHostException e) {
        throw new IllegalStateException("four bytes are an address", e);
      }
    }
  }

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
