package dev.keyward.failure;

/** The alias or replica to be made is there already. */
public final class AlreadyExistsException extends KmsException {
  private static final long serialVersionUID = 1L;

  /** The code used where the key service gave none. */
  public static final String DEFAULT_CODE = "AlreadyExistsException";

  /**
   * Makes the failure.
   *
   * @param details code, text and request id
   */
  public AlreadyExistsException(Details details) {
    super(details, false);
  }

  /**
   * Makes the failure with its usual code.
   *
   * @param message what failed, with which key: what was found. What to do.
   */
  public AlreadyExistsException(String message) {
    this(Details.of(DEFAULT_CODE, message));
  }
}
