package dev.keyward.failure;

/** The request is malformed, or asks for something this key service does not offer. */
public final class InvalidRequestException extends KmsException {
  private static final long serialVersionUID = 1L;

  /** The code used where the key service gave none. */
  public static final String DEFAULT_CODE = "ValidationException";

  /**
   * Makes the failure.
   *
   * @param details code, text and request id
   */
  public InvalidRequestException(Details details) {
    super(details, false);
  }

  /**
   * Makes the failure with its usual code.
   *
   * @param message what failed, with which key: what was found. What to do.
   */
  public InvalidRequestException(String message) {
    this(Details.of(DEFAULT_CODE, message));
  }
}
