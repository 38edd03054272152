package dev.keyward.failure;

/**
 * The key store does not hold what it recorded: it was damaged, edited, or replaced by an older
 * copy.
 */
public final class StoreDamagedException extends KmsException {
  private static final long serialVersionUID = 1L;

  /** The code used where the key service gave none. */
  public static final String DEFAULT_CODE = "StoreDamaged";

  /**
   * Makes the failure.
   *
   * @param details code, text and request id
   */
  public StoreDamagedException(Details details) {
    super(details, false);
  }

  /**
   * Makes the failure with its usual code.
   *
   * @param message what failed, with which key: what was found. What to do.
   */
  public StoreDamagedException(String message) {
    this(Details.of(DEFAULT_CODE, message));
  }
}
