package dev.keyward.kms;

/** How a shared secret is derived. The names are those of the KMS API. */
public enum KeyAgreementAlgorithm {
  /** Elliptic-curve cofactor Diffie-Hellman (SP 800-56A). */
  ECDH
}
