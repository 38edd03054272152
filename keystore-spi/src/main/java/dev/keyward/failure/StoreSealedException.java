package dev.keyward.failure;

/** The key store cannot be opened with this root key. */
public final class StoreSealedException extends KmsException {
  private static final long serialVersionUID = 1L;

  /** The code used where the key service gave none. */
  public static final String DEFAULT_CODE = "SEALED";

  /**
   * Makes the failure.
   *
   * @param details code, text and request id
   */
  public StoreSealedException(Details details) {
    super(details, false);
  }

  /**
   * Makes the failure with its usual code.
   *
   * @param message what failed, with which key: what was found. What to do.
   */
  public StoreSealedException(String message) {
    this(Details.of(DEFAULT_CODE, message));
  }
}
