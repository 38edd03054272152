package dev.keyward.failure;

/** There is no such key or alias. */
public final class KeyNotFoundException extends KmsException {
  private static final long serialVersionUID = 1L;

  /** The code used where the key service gave none. */
  public static final String DEFAULT_CODE = "NotFoundException";

  /**
   * Makes the failure.
   *
   * @param details code, text and request id
   */
  public KeyNotFoundException(Details details) {
    super(details, false);
  }

  /**
   * Makes the failure with its usual code.
   *
   * @param message what failed, with which key: what was found. What to do.
   */
  public KeyNotFoundException(String message) {
    this(Details.of(DEFAULT_CODE, message));
  }
}
