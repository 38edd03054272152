package dev.keyward.failure;

import java.security.ProviderException;
import java.util.Optional;

/**
 * A failure in a JCA method that declares no exception which fits, such as a key service that
 * cannot be reached during {@code Cipher.doFinal}.
 */
public final class KeywardException extends ProviderException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean retryable;
  private final String requestId;

  /**
   * Wraps the failure of a key service.
   *
   * @param cause the failure; its text is kept
   */
  public KeywardException(KmsException cause) {
    super(cause.getMessage(), cause);
    this.code = cause.code();
    this.retryable = cause.isRetryable();
    this.requestId = cause.requestId().orElse(null);
  }

  /**
   * Makes a failure that no key service caused, such as a configuration that cannot be used.
   *
   * @param code a short code for programs
   * @param message text for people; safe to log
   * @param cause null if there is none
   */
  public KeywardException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.retryable = false;
    this.requestId = null;
  }

  /**
   * The error code of the KMS API or a code of our own.
   *
   * @return the code
   */
  public String code() {
    return code;
  }

  /**
   * Tells whether the same call may succeed later.
   *
   * @return true for throttling and outages
   */
  public boolean retryable() {
    return retryable;
  }

  /**
   * The id under which the key service logged the request.
   *
   * @return empty if there is none
   */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }
}
