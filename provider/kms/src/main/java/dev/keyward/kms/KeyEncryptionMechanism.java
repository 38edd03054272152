package dev.keyward.kms;

/** How a result is encrypted for an enclave. The names are those of the KMS API. */
public enum KeyEncryptionMechanism {
  /** RSAES-OAEP with SHA-256. */
  RSAES_OAEP_SHA_256
}
