package dev.keyward.remote.http;

import java.time.Duration;

/**
 * How long one attempt and its parts may take, and how many there are at once.
 *
 * @param lease waiting for a free connection
 * @param connect opening one, for each address; also looking the address up
 * @param tls the TLS handshake
 * @param response waiting for a byte of the answer
 * @param attempt all of it
 * @param connections most connections
 */
public record TransportLimits(
    Duration lease,
    Duration connect,
    Duration tls,
    Duration response,
    Duration attempt,
    int connections) {
  /** What is used unless configured otherwise. */
  public static final TransportLimits DEFAULT =
      new TransportLimits(
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          50);

  /** Longest body of an answer, in bytes. */
  static final int MAX_BODY_BYTES = 1 << 20;

  /** Longest headers of an answer together, in bytes. */
  static final int MAX_HEADER_BYTES = 16 << 10;

  /** Most headers of an answer. */
  static final int MAX_HEADERS = 100;

  /** A connection that was idle for this long is looked at before it is used. */
  static final Duration VALIDATE_AFTER = Duration.ofSeconds(2);

  /** A connection is not used for longer, so that a changed address is noticed. */
  static final Duration CONNECTION_LIFE = Duration.ofSeconds(60);
}
