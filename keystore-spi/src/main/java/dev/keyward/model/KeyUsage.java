package dev.keyward.model;

/** What a KMS key is for. Every key has exactly one usage, fixed when it is created. */
public enum KeyUsage {
  /** Encrypt, decrypt, make data keys. */
  ENCRYPT_DECRYPT,
  /** Sign and verify. */
  SIGN_VERIFY,
  /** Make and check message authentication codes. */
  GENERATE_VERIFY_MAC,
  /** Derive shared secrets. */
  KEY_AGREEMENT,
  /** Encapsulate and decapsulate shared secrets. */
  ENCAPSULATE_DECAPSULATE
}
