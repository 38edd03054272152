package dev.keyward.kms;

/**
 * Kind of key that key material is encrypted under for its import. The names are those of the KMS
 * API.
 */
public enum WrappingKeySpec {
  /** RSA with a modulus of 2,048 bits. */
  RSA_2048,
  /** RSA with a modulus of 3,072 bits. */
  RSA_3072,
  /** RSA with a modulus of 4,096 bits. */
  RSA_4096,
  /** SM2; offered in China Regions only. */
  SM2
}
