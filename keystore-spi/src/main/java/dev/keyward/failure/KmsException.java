package dev.keyward.failure;

import java.util.Objects;
import java.util.Optional;

/**
 * A key service refused or failed. The subclass says what a caller can do about it, {@link #code()}
 * repeats the error code of the KMS API.
 */
public abstract sealed class KmsException extends RuntimeException
    permits AccessDeniedException,
        AlreadyExistsException,
        BackendUnavailableException,
        CiphertextRejectedException,
        InvalidAnswerException,
        InvalidRequestException,
        KeyNotFoundException,
        KeyStateException,
        KeyUsageException,
        LimitExceededException,
        OutcomeUnknownException,
        StoreDamagedException,
        StoreSealedException,
        ThrottledException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean retryable;
  private final String requestId;

  /**
   * What every failure carries.
   *
   * @param code the error code of the KMS API
   * @param message text for people; safe to log
   * @param requestId the id under which the key service logged the request; null if there is none
   * @param cause null if there is none
   */
  public record Details(String code, String message, String requestId, Throwable cause) {
    public Details {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(message, "message");
    }

    /**
     * Details without request id and cause.
     *
     * @param code the error code
     * @param message the text
     * @return the details
     */
    public static Details of(String code, String message) {
      return new Details(code, message, null, null);
    }

    /**
     * The same details with a cause.
     *
     * @param cause the cause
     * @return new details
     */
    public Details causedBy(Throwable cause) {
      return new Details(code, message, requestId, cause);
    }
  }

  KmsException(Details details, boolean retryable) {
    super(details.message(), details.cause());
    this.code = details.code();
    this.requestId = details.requestId();
    this.retryable = retryable;
  }

  /**
   * The error code of the KMS API, for example {@code DisabledException}.
   *
   * @return the code
   */
  public String code() {
    return code;
  }

  /**
   * Tells whether the same request may succeed when it is sent again later.
   *
   * @return true for throttling and outages
   */
  public boolean isRetryable() {
    return retryable;
  }

  /**
   * The id under which the key service logged the request.
   *
   * @return empty if it gave none
   */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }
}
