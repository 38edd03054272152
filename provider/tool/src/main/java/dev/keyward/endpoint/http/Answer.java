package dev.keyward.endpoint.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An answer to be sent. Length, date and connection headers are added by the server.
 *
 * @param status HTTP status
 * @param headers names and values
 * @param body may be empty; the server owns it, and zeroes it when it is sent
 */
public record Answer(int status, Map<String, String> headers, byte[] body) {
  private static final byte[] NOTHING = new byte[0];

  /** Copies the headers. */
  public Answer {
    headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    Objects.requireNonNull(body, "body");
  }

  /**
   * An answer without a body.
   *
   * @param status HTTP status
   * @param headers names and values
   * @return the answer
   */
  public static Answer empty(int status, Map<String, String> headers) {
    return new Answer(status, headers, NOTHING);
  }

  @Override
  public String toString() {
    return "Answer[" + status + ", " + body.length + " bytes]";
  }
}
