package dev.keyward.remote.http;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An answer.
 *
 * @param status the status code
 * @param headers names in lower case; of a header that came twice, the first value
 * @param body all of it; the caller's, who zeroes it if it may hold secrets
 * @param isAuthentic whether TLS told who answered
 */
public record WireAnswer(
    int status, Map<String, String> headers, byte[] body, boolean isAuthentic) {
  public WireAnswer {
    headers = Map.copyOf(headers);
    Objects.requireNonNull(body, "body");
  }

  /**
   * The value of a header.
   *
   * @param name in lower case
   * @return empty if it did not come
   */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  @Override
  public String toString() {
    return "status " + status + " [" + body.length + " bytes]";
  }
}
