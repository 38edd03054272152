package dev.keyward.failure;

/**
 * The key service did not answer, or answered that it cannot work at the moment. Nothing was
 * changed; try again.
 */
public final class BackendUnavailableException extends KmsException {
  private static final long serialVersionUID = 1L;

  /** The code used where the key service gave none. */
  public static final String DEFAULT_CODE = "KMSInternalException";

  /**
   * Makes the failure.
   *
   * @param details code, text and request id
   */
  public BackendUnavailableException(Details details) {
    super(details, true);
  }

  /**
   * Makes the failure with its usual code.
   *
   * @param message what failed, with which key: what was found. What to do.
   */
  public BackendUnavailableException(String message) {
    this(Details.of(DEFAULT_CODE, message));
  }
}
