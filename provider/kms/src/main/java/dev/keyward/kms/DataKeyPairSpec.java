package dev.keyward.kms;

import dev.keyward.model.KeySpec;

/** Kind of data key pair. The names are those of the KMS API. */
public enum DataKeyPairSpec {
  /** As {@link KeySpec#RSA_2048}. */
  RSA_2048,
  /** As {@link KeySpec#RSA_3072}. */
  RSA_3072,
  /** As {@link KeySpec#RSA_4096}. */
  RSA_4096,
  /** As {@link KeySpec#ECC_NIST_P256}. */
  ECC_NIST_P256,
  /** As {@link KeySpec#ECC_NIST_P384}. */
  ECC_NIST_P384,
  /** As {@link KeySpec#ECC_NIST_P521}. */
  ECC_NIST_P521,
  /** As {@link KeySpec#ECC_SECG_P256K1}. */
  ECC_SECG_P256K1,
  /** As {@link KeySpec#SM2}. */
  SM2,
  /** As {@link KeySpec#ECC_NIST_EDWARDS25519}. */
  ECC_NIST_EDWARDS25519,
  /** As {@link KeySpec#ML_KEM_512}. */
  ML_KEM_512,
  /** As {@link KeySpec#ML_KEM_768}. */
  ML_KEM_768,
  /** As {@link KeySpec#ML_KEM_1024}. */
  ML_KEM_1024;

  /**
   * The kind of key a pair is.
   *
   * @return the spec of the same name
   */
  public KeySpec keySpec() {
    return KeySpec.valueOf(name());
  }
}
