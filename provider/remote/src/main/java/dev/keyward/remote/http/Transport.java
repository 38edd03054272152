package dev.keyward.remote.http;

import java.time.Duration;

/** Sends a request and reads the answer, in the thread of the caller. Thread-safe. */
public interface Transport extends AutoCloseable {

  /**
   * Sends a request once.
   *
   * @param request what to send
   * @param atMost how long all of it may take, also when the answer comes byte by byte
   * @return the answer, whatever its status
   * @throws TransportException if there is none that could be used
   */
  WireAnswer send(WireRequest request, Duration atMost) throws TransportException;

  /**
   * Closes connections that nobody uses, so that the next request goes out on a new one. For
   * requests that must not be sent twice: a pooled connection may be dead, and one finds out only
   * by sending.
   */
  void forgetIdleConnections();

  /** Closes all connections. Idempotent. */
  @Override
  void close();
}
