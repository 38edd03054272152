package dev.keyward.failure;

/** Too many requests; try again more slowly. */
public final class ThrottledException extends KmsException {
  private static final long serialVersionUID = 1L;

  /** The code used where the key service gave none. */
  public static final String DEFAULT_CODE = "ThrottlingException";

  /**
   * Makes the failure.
   *
   * @param details code, text and request id
   */
  public ThrottledException(Details details) {
    super(details, true);
  }

  /**
   * Makes the failure with its usual code.
   *
   * @param message what failed, with which key: what was found. What to do.
   */
  public ThrottledException(String message) {
    this(Details.of(DEFAULT_CODE, message));
  }
}
