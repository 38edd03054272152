package dev.keyward.kms;

/** Why a custom key store could not be connected. The names are those of the KMS API. */
public enum ConnectionErrorCode {
  /** The password or the proxy credential is wrong. */
  INVALID_CREDENTIALS,
  /** There is no such cluster or token. */
  CLUSTER_NOT_FOUND,
  /** The network failed. */
  NETWORK_ERRORS,
  /** Something went wrong inside. */
  INTERNAL_ERROR,
  /** The cluster has too few modules. */
  INSUFFICIENT_CLOUDHSM_HSMS,
  /** The user is locked after too many wrong passwords. */
  USER_LOCKED_OUT,
  /** The cluster or token has no such user. */
  USER_NOT_FOUND,
  /** The user is logged in elsewhere. */
  USER_LOGGED_IN,
  /** A subnet of the cluster is missing. */
  SUBNET_NOT_FOUND,
  /** A subnet of the cluster has no free address. */
  INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET,
  /** The proxy refused access. */
  XKS_PROXY_ACCESS_DENIED,
  /** The proxy cannot be reached. */
  XKS_PROXY_NOT_REACHABLE,
  /** The VPC endpoint service is missing. */
  XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND,
  /** The proxy answered something else than it should. */
  XKS_PROXY_INVALID_RESPONSE,
  /** The proxy is configured wrongly. */
  XKS_PROXY_INVALID_CONFIGURATION,
  /** The VPC endpoint service is configured wrongly. */
  XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION,
  /** The proxy did not answer in time. */
  XKS_PROXY_TIMED_OUT,
  /** The TLS of the proxy is configured wrongly. */
  XKS_PROXY_INVALID_TLS_CONFIGURATION
}
