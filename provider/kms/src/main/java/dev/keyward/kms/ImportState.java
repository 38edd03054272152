package dev.keyward.kms;

/** Whether imported key material is here. The names are those of the KMS API. */
public enum ImportState {
  /** It is. */
  IMPORTED,
  /** It was deleted or expired and must be imported again. */
  PENDING_IMPORT
}
