package dev.keyward.kms;

/** Whether imported key material expires. The names are those of the KMS API. */
public enum ExpirationModel {
  /** It expires at a date. */
  KEY_MATERIAL_EXPIRES,
  /** It stays until it is deleted. */
  KEY_MATERIAL_DOES_NOT_EXPIRE
}
