package dev.keyward.model;

/** What the bytes given to a signing operation are. The names are those of the KMS API. */
public enum MessageType {
  /** The message itself, at most 4,096 bytes; the KMS hashes it. */
  RAW,
  /** The digest of the message, exactly as long as the algorithm's hash. */
  DIGEST,
  /** The 64-byte message representative of FIPS 204, section 6.2; ML-DSA only. */
  EXTERNAL_MU
}
