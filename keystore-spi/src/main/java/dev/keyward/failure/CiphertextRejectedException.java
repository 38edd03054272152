package dev.keyward.failure;

/** The ciphertext was changed, cut short, or made under another key or encryption context. */
public final class CiphertextRejectedException extends KmsException {
  private static final long serialVersionUID = 1L;

  /** The code used where the key service gave none. */
  public static final String DEFAULT_CODE = "InvalidCiphertextException";

  /**
   * Makes the failure.
   *
   * @param details code, text and request id
   */
  public CiphertextRejectedException(Details details) {
    super(details, false);
  }

  /**
   * Makes the failure with its usual code.
   *
   * @param message what failed, with which key: what was found. What to do.
   */
  public CiphertextRejectedException(String message) {
    this(Details.of(DEFAULT_CODE, message));
  }
}
