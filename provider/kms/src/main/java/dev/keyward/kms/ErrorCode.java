package dev.keyward.kms;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The error codes of the KMS API that an operation may answer with.
 *
 * <p>All but three have HTTP status 400, also those that other services would answer with 403, 404
 * or 429.
 */
public enum ErrorCode {
  /** The caller may not do this. */
  ACCESS_DENIED("AccessDeniedException"),
  /** The alias or replica is there already. */
  ALREADY_EXISTS("AlreadyExistsException"),
  /** An automatic rotation is under way or about to start. */
  CONFLICT("ConflictException"),
  /** The custom key store is not in a state that allows this. */
  CUSTOM_KEY_STORE_INVALID_STATE("CustomKeyStoreInvalidStateException"),
  /** There is no such custom key store. */
  CUSTOM_KEY_STORE_NOT_FOUND("CustomKeyStoreNotFoundException"),
  /** Something inside took too long. */
  DEPENDENCY_TIMEOUT("DependencyTimeoutException", 500),
  /** The key is disabled. */
  DISABLED("DisabledException"),
  /** A dry run that would have succeeded. */
  DRY_RUN_OPERATION("DryRunOperationException"),
  /** The request names another key than the ciphertext. */
  INCORRECT_KEY("IncorrectKeyException"),
  /** The name cannot be an alias. */
  INVALID_ALIAS_NAME("InvalidAliasNameException"),
  /** The ARN is malformed or names something else. */
  INVALID_ARN("InvalidArnException"),
  /** The ciphertext was altered or has another encryption context. */
  INVALID_CIPHERTEXT("InvalidCiphertextException"),
  /** The grant token is not one of ours. */
  INVALID_GRANT_TOKEN("InvalidGrantTokenException"),
  /** The key has another usage, or the algorithm does not fit. */
  INVALID_KEY_USAGE("InvalidKeyUsageException"),
  /** The marker is not one of ours. */
  INVALID_MARKER("InvalidMarkerException"),
  /** The key cannot be used at the moment. */
  KEY_UNAVAILABLE("KeyUnavailableException", 500),
  /** Something went wrong inside. */
  KMS_INTERNAL("KMSInternalException", 500),
  /** The signature is wrong. */
  KMS_INVALID_SIGNATURE("KMSInvalidSignatureException"),
  /** The key's state forbids the operation. */
  KMS_INVALID_STATE("KMSInvalidStateException"),
  /** A quota is used up. */
  LIMIT_EXCEEDED("LimitExceededException"),
  /** The key policy is not well formed. */
  MALFORMED_POLICY_DOCUMENT("MalformedPolicyDocumentException"),
  /** The alias prefix is reserved. */
  NOT_AUTHORIZED("NotAuthorizedException"),
  /** There is no such key, alias, policy or grant. */
  NOT_FOUND("NotFoundException"),
  /** The request is not the JSON it should be. */
  SERIALIZATION("SerializationException"),
  /** A tag is not allowed. */
  TAG("TagException"),
  /** Too many requests. */
  THROTTLING("ThrottlingException"),
  /** There is no such operation. */
  UNKNOWN_OPERATION("UnknownOperationException"),
  /** The key or the parameter does not support this. */
  UNSUPPORTED_OPERATION("UnsupportedOperationException"),
  /** A member of the request breaks one of its limits. */
  VALIDATION("ValidationException");

  private static final Map<String, ErrorCode> BY_WIRE_NAME =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ErrorCode::wireName, c -> c));

  private final String wireName;
  private final int httpStatus;

  ErrorCode(String wireName) {
    this(wireName, 400);
  }

  ErrorCode(String wireName, int httpStatus) {
    this.wireName = wireName;
    this.httpStatus = httpStatus;
  }

  /**
   * The name in the KMS API.
   *
   * @return for example {@code NotFoundException}
   */
  public String wireName() {
    return wireName;
  }

  /**
   * The status of an HTTP answer with this code.
   *
   * @return 400 or 500
   */
  public int httpStatus() {
    return httpStatus;
  }

  /**
   * Finds a code by its name in the API.
   *
   * @param wireName the name
   * @return empty for a name that is not known here
   */
  public static Optional<ErrorCode> of(String wireName) {
    return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
  }
}
