package dev.keyward.endpoint.http;

import java.time.Duration;

/**
 * What a client may take of the server.
 *
 * @param connections most connections at once
 * @param workers threads that work on requests
 * @param waiting most complete requests that wait for a thread
 * @param bodyMemoryBytes most memory for the bodies that are being read, all together
 * @param head time from a connection, or the first byte of a request, to the end of its head
 * @param body time from there to the end of the body
 * @param answer time a client may take to read its answer
 * @param idle time a connection may stay without a request
 * @param drain time that requests under way have to end when the server stops
 */
public record HttpLimits(
    int connections,
    int workers,
    int waiting,
    int bodyMemoryBytes,
    Duration head,
    Duration body,
    Duration answer,
    Duration idle,
    Duration drain) {
  /** Longest request line and headers together. */
  public static final int MAX_HEAD_BYTES = 16 << 10;

  /** Most header lines. */
  public static final int MAX_HEADERS = 100;

  /** Longest body. */
  public static final int MAX_BODY_BYTES = 1 << 20;

  /** Checks that nothing is missing or without sense. */
  public HttpLimits {
    if (connections < 1 || workers < 1 || waiting < 1 || bodyMemoryBytes < MAX_BODY_BYTES) {
      throw new IllegalArgumentException("a limit of the endpoint is too small to work");
    }
  }

  /**
   * What suits most machines.
   *
   * @return the limits
   */
  public static HttpLimits usual() {
    int workers = Math.max(8, 4 * Runtime.getRuntime().availableProcessors());
    return new HttpLimits(
        4096,
        workers,
        1024,
        64 << 20,
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Duration.ofSeconds(10));
  }

  /**
   * The same with other times for a head, a body and an idle connection.
   *
   * @param time all three
   * @return new limits
   */
  public HttpLimits withTimes(Duration time) {
    return new HttpLimits(
        connections, workers, waiting, bodyMemoryBytes, time, time, time, time, drain);
  }

  /**
   * The same with another number of connections.
   *
   * @param most how many at once
   * @return new limits
   */
  public HttpLimits withConnections(int most) {
    return new HttpLimits(most, workers, waiting, bodyMemoryBytes, head, body, answer, idle, drain);
  }
}
