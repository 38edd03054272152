package dev.keyward.kms;

/** Who manages a key. The names are those of the KMS API. */
public enum KeyManager {
  /** A service of the provider of the KMS. */
  AWS,
  /** The customer. */
  CUSTOMER
}
