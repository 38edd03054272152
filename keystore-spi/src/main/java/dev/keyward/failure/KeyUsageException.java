package dev.keyward.failure;

/** The key has another usage or spec than the operation needs. */
public final class KeyUsageException extends KmsException {
  private static final long serialVersionUID = 1L;

  /** The code used where the key service gave none. */
  public static final String DEFAULT_CODE = "InvalidKeyUsageException";

  /**
   * Makes the failure.
   *
   * @param details code, text and request id
   */
  public KeyUsageException(Details details) {
    super(details, false);
  }

  /**
   * Makes the failure with its usual code.
   *
   * @param message what failed, with which key: what was found. What to do.
   */
  public KeyUsageException(String message) {
    this(Details.of(DEFAULT_CODE, message));
  }
}
