package dev.keyward.kms;

/** Kind of custom key store. The names are those of the KMS API. */
public enum CustomKeyStoreType {
  /** Keys in a cluster of hardware security modules, or in a PKCS #11 token. */
  AWS_CLOUDHSM,
  /** Keys in an external key manager behind a proxy. */
  EXTERNAL_KEY_STORE
}
