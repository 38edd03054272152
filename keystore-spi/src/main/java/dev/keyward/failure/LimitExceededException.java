package dev.keyward.failure;

/** A quota of the key service is used up. Trying again does not help. */
public final class LimitExceededException extends KmsException {
  private static final long serialVersionUID = 1L;

  /** The code used where the key service gave none. */
  public static final String DEFAULT_CODE = "LimitExceededException";

  /**
   * Makes the failure.
   *
   * @param details code, text and request id
   */
  public LimitExceededException(Details details) {
    super(details, false);
  }

  /**
   * Makes the failure with its usual code.
   *
   * @param message what failed, with which key: what was found. What to do.
   */
  public LimitExceededException(String message) {
    this(Details.of(DEFAULT_CODE, message));
  }
}
