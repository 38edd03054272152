package dev.keyward.remote.http;

import java.util.Objects;

/** There is no answer that could be used. The text names no header and no byte of a body. */
public final class TransportException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is known about the request. */
  public enum Kind {
    /** It did not leave: no connection was had. Sending it again cannot do it twice. */
    NOT_SENT,
    /** No connection was free. */
    BUSY,
    /** It left, wholly or in part, and no complete answer came. */
    NO_ANSWER,
    /** The pooled connection it went out on was closed by the other side. */
    STALE,
    /** Something came that is no acceptable answer. */
    MALFORMED,
    /** The other side is not who it should be, or does not speak TLS as it must. */
    NOT_TRUSTED
  }

  private final Kind kind;

  TransportException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /**
   * Makes a failure.
   *
   * @param kind what is known about the request
   * @param message safe to log
   * @return the failure
   */
  public static TransportException of(Kind kind, String message) {
    return new TransportException(kind, message, null);
  }

  /**
   * What is known about the request.
   *
   * @return its kind
   */
  public Kind kind() {
    return kind;
  }
}
