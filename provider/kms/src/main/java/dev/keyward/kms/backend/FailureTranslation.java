package dev.keyward.kms.backend;

import dev.keyward.failure.AccessDeniedException;
import dev.keyward.failure.AlreadyExistsException;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.CiphertextRejectedException;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.failure.KeyNotFoundException;
import dev.keyward.failure.KeyStateException;
import dev.keyward.failure.KeyUsageException;
import dev.keyward.failure.KmsException;
import dev.keyward.failure.KmsException.Details;
import dev.keyward.failure.LimitExceededException;
import dev.keyward.failure.ThrottledException;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.Quoted;
import java.util.function.Supplier;

/** The one table from the error codes of the KMS API to what a caller can act on. */
final class FailureTranslation {
  private static final String REJECTED =
      "Message rejected: it was changed, cut short, or sealed under a different key or encryption"
          + " context.";

  /** Longer texts, and such with line breaks, come from a service that wants to confuse. */
  private static final int MAX_CHARACTERS_OF_A_SERVICE = 1000;

  private FailureTranslation() {}

  /**
   * Calls a KMS and translates its error.
   *
   * @param what what is being done, for example {@code sign with alias/orders}
   * @param call the call
   */
  static <T> T calling(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (KmsServiceException e) {
      throw translate(what, e);
    } catch (IllegalArgumentException | NullPointerException e) {
      // A member of the answer is absent or has not the form it must have.
      throw new InvalidAnswerException(
          Details.of(
                  InvalidAnswerException.DEFAULT_CODE,
                  "Cannot " + what + ": the answer of the key service is malformed.")
              .causedBy(e));
    }
  }

  static KmsException translate(String what, KmsServiceException error) {
    ErrorCode code = error.errorCode().orElse(ErrorCode.KMS_INTERNAL);
    return switch (code) {
      case ACCESS_DENIED, NOT_AUTHORIZED ->
          new AccessDeniedException(
              details(what, error, "Ask an administrator of this key for the permission."));
      case ALREADY_EXISTS,
          CLOUD_HSM_CLUSTER_IN_USE,
          CUSTOM_KEY_STORE_NAME_IN_USE,
          XKS_KEY_ALREADY_IN_USE,
          XKS_PROXY_URI_ENDPOINT_IN_USE,
          XKS_PROXY_URI_IN_USE,
          XKS_PROXY_VPC_ENDPOINT_SERVICE_IN_USE ->
          new AlreadyExistsException(details(what, error, ""));
      case NOT_FOUND ->
          new KeyNotFoundException(details(what, error, "Check spelling, Region and account."));
      case DISABLED ->
          new KeyStateException(details(what, error, "Enable the key or choose another one."));
      case KMS_INVALID_STATE, CONFLICT, CUSTOM_KEY_STORE_HAS_CMKS, CUSTOM_KEY_STORE_INVALID_STATE ->
          new KeyStateException(details(what, error, stateAdvice(error)));
      case INVALID_KEY_USAGE ->
          new KeyUsageException(details(what, error, "Choose a key of the right usage and spec."));
      case INVALID_CIPHERTEXT, INCORRECT_KEY, KMS_INVALID_SIGNATURE, KMS_INVALID_MAC ->
          new CiphertextRejectedException(
              new Details(error.code(), REJECTED, error.requestId().orElse(null), error));
      case LIMIT_EXCEEDED -> new LimitExceededException(details(what, error, ""));
      case THROTTLING -> new ThrottledException(details(what, error, "Try again more slowly."));
      case DEPENDENCY_TIMEOUT, KEY_UNAVAILABLE, KMS_INTERNAL ->
          new BackendUnavailableException(details(what, error, "Try again."));
      case CLOUD_HSM_CLUSTER_INVALID_CONFIGURATION,
          CLOUD_HSM_CLUSTER_NOT_ACTIVE,
          CLOUD_HSM_CLUSTER_NOT_FOUND,
          CLOUD_HSM_CLUSTER_NOT_RELATED,
          CUSTOM_KEY_STORE_NOT_FOUND,
          DRY_RUN_OPERATION,
          EXPIRED_IMPORT_TOKEN,
          INCORRECT_KEY_MATERIAL,
          INCORRECT_TRUST_ANCHOR,
          INVALID_GRANT_ID,
          INVALID_IMPORT_TOKEN,
          XKS_KEY_INVALID_CONFIGURATION,
          XKS_KEY_NOT_FOUND,
          XKS_PROXY_INCORRECT_AUTHENTICATION_CREDENTIAL,
          XKS_PROXY_INVALID_CONFIGURATION,
          XKS_PROXY_INVALID_RESPONSE,
          XKS_PROXY_URI_UNREACHABLE,
          XKS_PROXY_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION,
          XKS_PROXY_VPC_ENDPOINT_SERVICE_NOT_FOUND,
          INVALID_ALIAS_NAME,
          INVALID_ARN,
          INVALID_GRANT_TOKEN,
          INVALID_MARKER,
          MALFORMED_POLICY_DOCUMENT,
          SERIALIZATION,
          TAG,
          UNKNOWN_OPERATION,
          UNSUPPORTED_OPERATION,
          VALIDATION ->
          new InvalidRequestException(details(what, error, ""));
    };
  }

  private static String stateAdvice(KmsServiceException error) {
    String text = error.getMessage();
    return text != null && text.contains("pending deletion")
        ? "Cancel the deletion or choose another key."
        : "Wait until the key is ready or choose another one.";
  }

  private static Details details(String what, KmsServiceException error, String advice) {
    String given = error.getMessage() == null ? error.code() : error.getMessage();
    String found = Quoted.line(given, MAX_CHARACTERS_OF_A_SERVICE);
    String sentence = found.endsWith(".") ? found : found + ".";
    String text = "Cannot " + what + ": " + sentence + (advice.isEmpty() ? "" : " " + advice);
    return new Details(error.code(), text, error.requestId().orElse(null), error);
  }
}
