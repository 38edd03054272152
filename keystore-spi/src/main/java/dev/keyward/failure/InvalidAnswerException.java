package dev.keyward.failure;

/** The key service answered something that cannot be right. The answer was not used. */
public final class InvalidAnswerException extends KmsException {
  private static final long serialVersionUID = 1L;

  /** The code used where the key service gave none. */
  public static final String DEFAULT_CODE = "InvalidResponse";

  /**
   * Makes the failure.
   *
   * @param details code, text and request id
   */
  public InvalidAnswerException(Details details) {
    super(details, false);
  }

  /**
   * Makes the failure with its usual code.
   *
   * @param message what failed, with which key: what was found. What to do.
   */
  public InvalidAnswerException(String message) {
    this(Details.of(DEFAULT_CODE, message));
  }
}
