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
  /** The cluster is not configured as a custom key store needs it. */
  CLOUD_HSM_CLUSTER_INVALID_CONFIGURATION("CloudHsmClusterInvalidConfigurationException"),
  /** Another custom key store uses the cluster. */
  CLOUD_HSM_CLUSTER_IN_USE("CloudHsmClusterInUseException"),
  /** The cluster is not active. */
  CLOUD_HSM_CLUSTER_NOT_ACTIVE("CloudHsmClusterNotActiveException"),
  /** There is no such cluster. */
  CLOUD_HSM_CLUSTER_NOT_FOUND("CloudHsmClusterNotFoundException"),
  /** The cluster does not descend from the one it is to replace. */
  CLOUD_HSM_CLUSTER_NOT_RELATED("CloudHsmClusterNotRelatedException"),
  /** An automatic rotation is under way or about to start. */
  CONFLICT("ConflictException"),
  /** The custom key store still holds keys. */
  CUSTOM_KEY_STORE_HAS_CMKS("CustomKeyStoreHasCMKsException"),
  /** The custom key store is not in a state that allows this. */
  CUSTOM_KEY_STORE_INVALID_STATE("CustomKeyStoreInvalidStateException"),
  /** Another custom key store has that name. */
  CUSTOM_KEY_STORE_NAME_IN_USE("CustomKeyStoreNameInUseException"),
  /** There is no such custom key store. */
  CUSTOM_KEY_STORE_NOT_FOUND("CustomKeyStoreNotFoundException"),
  /** Something inside took too long. */
  DEPENDENCY_TIMEOUT("DependencyTimeoutException", 500),
  /** The key is disabled. */
  DISABLED("DisabledException"),
  /** A dry run that would have succeeded. */
  DRY_RUN_OPERATION("DryRunOperationException"),
  /** The import token is too old. */
  EXPIRED_IMPORT_TOKEN("ExpiredImportTokenException"),
  /** The request names another key than the ciphertext. */
  INCORRECT_KEY("IncorrectKeyException"),
  /** The key material is not what the key takes. */
  INCORRECT_KEY_MATERIAL("IncorrectKeyMaterialException"),
  /** The certificate is not the trust anchor of the cluster. */
  INCORRECT_TRUST_ANCHOR("IncorrectTrustAnchorException"),
  /** The name cannot be an alias. */
  INVALID_ALIAS_NAME("InvalidAliasNameException"),
  /** The ARN is malformed or names something else. */
  INVALID_ARN("InvalidArnException"),
  /** The ciphertext was altered or has another encryption context. */
  INVALID_CIPHERTEXT("InvalidCiphertextException"),
  /** The grant id is malformed. */
  INVALID_GRANT_ID("InvalidGrantIdException"),
  /** The grant token is not one of ours. */
  INVALID_GRANT_TOKEN("InvalidGrantTokenException"),
  /** The import token is not one of ours, or belongs to another key. */
  INVALID_IMPORT_TOKEN("InvalidImportTokenException"),
  /** The key has another usage, or the algorithm does not fit. */
  INVALID_KEY_USAGE("InvalidKeyUsageException"),
  /** The marker is not one of ours. */
  INVALID_MARKER("InvalidMarkerException"),
  /** The key cannot be used at the moment. */
  KEY_UNAVAILABLE("KeyUnavailableException", 500),
  /** Something went wrong inside. */
  KMS_INTERNAL("KMSInternalException", 500),
  /** The message authentication code is wrong. */
  KMS_INVALID_MAC("KMSInvalidMacException"),
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
  VALIDATION("ValidationException"),
  /** Another KMS key uses the external key. */
  XKS_KEY_ALREADY_IN_USE("XksKeyAlreadyInUseException"),
  /** The external key is not what a KMS key needs. */
  XKS_KEY_INVALID_CONFIGURATION("XksKeyInvalidConfigurationException"),
  /** There is no such external key. */
  XKS_KEY_NOT_FOUND("XksKeyNotFoundException"),
  /** The proxy refuses the credential. */
  XKS_PROXY_INCORRECT_AUTHENTICATION_CREDENTIAL(
      "XksProxyIncorrectAuthenticationCredentialException"),
  /** The proxy is configured wrongly. */
  XKS_PROXY_INVALID_CONFIGURATION("XksProxyInvalidConfigurationException"),
  /** The proxy answered something else than it should. */
  XKS_PROXY_INVALID_RESPONSE("XksProxyInvalidResponseException"),
  /** Another custom key store uses the address of the proxy. */
  XKS_PROXY_URI_ENDPOINT_IN_USE("XksProxyUriEndpointInUseException"),
  /** Another custom key store uses the address and path of the proxy. */
  XKS_PROXY_URI_IN_USE("XksProxyUriInUseException"),
  /** The proxy cannot be reached. */
  XKS_PROXY_URI_UNREACHABLE("XksProxyUriUnreachableException"),
  /** The VPC endpoint service is configured wrongly. */
  XKS_PROXY_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION(
      "XksProxyVpcEndpointServiceInvalidConfigurationException"),
  /** Another custom key store uses the VPC endpoint service. */
  XKS_PROXY_VPC_ENDPOINT_SERVICE_IN_USE("XksProxyVpcEndpointServiceInUseException"),
  /** There is no such VPC endpoint service. */
  XKS_PROXY_VPC_ENDPOINT_SERVICE_NOT_FOUND("XksProxyVpcEndpointServiceNotFoundException");

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
