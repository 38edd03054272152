package dev.keyward.failure;

/** The caller may not do this with the key, by its policies and grants. */
public final class AccessDeniedException extends KmsException {
  private static final long serialVersionUID = 1L;

  /** The code used where the key service gave none. */
  public static final String DEFAULT_CODE = "AccessDeniedException";

  /**
   * Makes the failure.
   *
   * @param details code, text and request id
   */
  public AccessDeniedException(Details details) {
    super(details, false);
  }

  /**
   * Makes the failure with its usual code.
   *
   * @param message what failed, with which key: what was found. What to do.
   */
  public AccessDeniedException(String message) {
    this(Details.of(DEFAULT_CODE, message));
  }

  /**
   * Whether policies and grants refused this, for this key, and not the caller's credentials as a
   * whole.
   *
   * @return false for example for an expired session token, which spoils every call
   */
  public boolean isByPolicy() {
    return code().equals(DEFAULT_CODE);
  }
}
