package dev.keyward.kms;

/** Whether imported key material is new to its key. The names are those of the KMS API. */
public enum ImportType {
  /** The key never had it. */
  NEW_KEY_MATERIAL,
  /** The key had it before. */
  EXISTING_KEY_MATERIAL
}
