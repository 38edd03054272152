package dev.keyward.model;

/** Where the key material of a KMS key comes from. The names are those of the KMS API. */
public enum KeyOrigin {
  /** Made by the KMS itself. */
  AWS_KMS,
  /** Imported by its owner. */
  EXTERNAL,
  /** Kept in a hardware module behind a custom key store. */
  AWS_CLOUDHSM,
  /** Kept by a key manager outside the KMS. */
  EXTERNAL_KEY_STORE
}
