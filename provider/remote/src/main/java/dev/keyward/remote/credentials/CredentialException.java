package dev.keyward.remote.credentials;

/** There are no credentials, or they cannot be read. The text names the place, never a secret. */
public class CredentialException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes a failure.
   *
   * @param message where and why; what to do
   */
  public CredentialException(String message) {
    super(message);
  }

  /**
   * Makes a failure with a cause.
   *
   * @param message where and why; what to do
   * @param cause the cause, whose text must be safe as well
   */
  public CredentialException(String message, Throwable cause) {
    super(message, cause);
  }
}
