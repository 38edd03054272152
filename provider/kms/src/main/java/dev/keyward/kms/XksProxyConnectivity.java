package dev.keyward.kms;

/** How an external key store proxy is reached. The names are those of the KMS API. */
public enum XksProxyConnectivity {
  /** Over the public network. */
  PUBLIC_ENDPOINT,
  /** Through a VPC endpoint service. */
  VPC_ENDPOINT_SERVICE
}
