package dev.keyward.failure;

/** The key is disabled, pending deletion, or otherwise in a state that forbids the operation. */
public final class KeyStateException extends KmsException {
  private static final long serialVersionUID = 1L;

  /** The code used where the key service gave none. */
  public static final String DEFAULT_CODE = "KMSInvalidStateException";

  /**
   * Makes the failure.
   *
   * @param details code, text and request id
   */
  public KeyStateException(Details details) {
    super(details, false);
  }

  /**
   * Makes the failure with its usual code.
   *
   * @param message what failed, with which key: what was found. What to do.
   */
  public KeyStateException(String message) {
    this(Details.of(DEFAULT_CODE, message));
  }
}
