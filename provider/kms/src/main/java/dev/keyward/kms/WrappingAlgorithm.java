package dev.keyward.kms;

/** How key material is encrypted for its import. The names are those of the KMS API. */
public enum WrappingAlgorithm {
  /** RSAES-PKCS1-v1_5; refused, it is no longer safe. */
  RSAES_PKCS1_V1_5,
  /** RSAES-OAEP with SHA-1 and MGF1 with SHA-1. */
  RSAES_OAEP_SHA_1,
  /** RSAES-OAEP with SHA-256 and MGF1 with SHA-256. */
  RSAES_OAEP_SHA_256,
  /** A random AES key under RSAES-OAEP with SHA-1, then AES-KWP (RFC 5649). */
  RSA_AES_KEY_WRAP_SHA_1,
  /** A random AES key under RSAES-OAEP with SHA-256, then AES-KWP (RFC 5649). */
  RSA_AES_KEY_WRAP_SHA_256,
  /** SM2; offered in China Regions only. */
  SM2PKE
}
