package dev.keyward.kms;

import java.util.Objects;
import java.util.Optional;

/** A KMS refused or failed to carry out an operation. */
public final class KmsServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String requestId;

  /**
   * Makes the error.
   *
   * @param code one of the codes of the API
   * @param message the text of the API; may be null, as for an invalid ciphertext
   */
  public KmsServiceException(ErrorCode code, String message) {
    this(code.wireName(), message, null, null);
  }

  /**
   * Makes the error with everything that is known.
   *
   * @param code the code as the KMS spelled it; need not be one of {@link ErrorCode}
   * @param message the text; may be null
   * @param requestId the id under which the KMS logged the request; may be null
   * @param cause may be null
   */
  public KmsServiceException(String code, String message, String requestId, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
    this.requestId = requestId;
  }

  /**
   * The code as the KMS spelled it.
   *
   * @return for example {@code NotFoundException}
   */
  public String code() {
    return code;
  }

  /**
   * The code, if it is one that is known here.
   *
   * @return empty for a code of another kind
   */
  public Optional<ErrorCode> errorCode() {
    return ErrorCode.of(code);
  }

  /**
   * Tells whether this is a given error.
   *
   * @param other a code
   * @return true if it is
   */
  public boolean is(ErrorCode other) {
    return other.wireName().equals(code);
  }

  /**
   * The id under which the KMS logged the request.
   *
   * @return empty if it gave none
   */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }
}
