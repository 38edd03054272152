package dev.keyward.failure;

/** The request was sent but no answer came; it may or may not have been carried out. */
public final class OutcomeUnknownException extends KmsException {
  private static final long serialVersionUID = 1L;

  /** The code used where the key service gave none. */
  public static final String DEFAULT_CODE = "OutcomeUnknown";

  /**
   * Makes the failure.
   *
   * @param details code, text and request id
   */
  public OutcomeUnknownException(Details details) {
    super(details, false);
  }

  /**
   * Makes the failure with its usual code.
   *
   * @param message what failed, with which key: what was found. What to do.
   */
  public OutcomeUnknownException(String message) {
    this(Details.of(DEFAULT_CODE, message));
  }
}
