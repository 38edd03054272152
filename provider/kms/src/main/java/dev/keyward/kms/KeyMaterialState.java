package dev.keyward.kms;

/** What key material is used for. The names are those of the KMS API. */
public enum KeyMaterialState {
  /** Decrypts only. */
  NON_CURRENT,
  /** Encrypts and decrypts. */
  CURRENT,
  /** Waits for a rotation on demand. */
  PENDING_ROTATION,
  /** Waits until every replica has it, then for a rotation on demand. */
  PENDING_MULTI_REGION_IMPORT_AND_ROTATION
}
