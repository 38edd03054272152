package dev.keyward.kms;

/** The MAC algorithms. The names are those of the KMS API. */
public enum MacAlgorithm {
  /** HMAC with SHA-224. */
  HMAC_SHA_224,
  /** HMAC with SHA-256. */
  HMAC_SHA_256,
  /** HMAC with SHA-384. */
  HMAC_SHA_384,
  /** HMAC with SHA-512. */
  HMAC_SHA_512
}
