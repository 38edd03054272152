package dev.keyward.endpoint.http;

/** Why a request is refused before anybody looks at what it asks for. */
public enum Refusal {
  /** Not HTTP/1.1 as it is written down. */
  MALFORMED(400),
  /** The length of the body is given twice, or in a way that two readers may read differently. */
  AMBIGUOUS_LENGTH(400),
  /** Request line and headers are too long or too many. */
  HEAD_TOO_LARGE(431),
  /** The body is too long. */
  BODY_TOO_LARGE(413),
  /** An expectation other than to be told to go on. */
  EXPECTATION(417),
  /** Another version of HTTP. */
  VERSION(505),
  /** Too much to do. */
  OVERLOADED(503);

  private final int status;

  Refusal(int status) {
    this.status = status;
  }

  /**
   * The status of the answer.
   *
   * @return 400 or more
   */
  public int status() {
    return status;
  }
}
