package dev.keyward.model;

import java.util.List;
import java.util.Set;

/**
 * The kind of key material a KMS key has. The names are those of the KMS API.
 *
 * <p>A key has exactly one usage of those its spec allows, and the algorithms follow from both.
 */
public enum KeySpec {
  /** A 256-bit AES-GCM key. */
  SYMMETRIC_DEFAULT(Family.SYMMETRIC, 256, KeyUsage.ENCRYPT_DECRYPT),
  /** RSA with a modulus of 2,048 bits. */
  RSA_2048(Family.RSA, 2048, KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY),
  /** RSA with a modulus of 3,072 bits. */
  RSA_3072(Family.RSA, 3072, KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY),
  /** RSA with a modulus of 4,096 bits. */
  RSA_4096(Family.RSA, 4096, KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY),
  /** NIST curve P-256 (secp256r1). */
  ECC_NIST_P256(Family.EC, 256, KeyUsage.SIGN_VERIFY, KeyUsage.KEY_AGREEMENT),
  /** NIST curve P-384 (secp384r1). */
  ECC_NIST_P384(Family.EC, 384, KeyUsage.SIGN_VERIFY, KeyUsage.KEY_AGREEMENT),
  /** NIST curve P-521 (secp521r1). */
  ECC_NIST_P521(Family.EC, 521, KeyUsage.SIGN_VERIFY, KeyUsage.KEY_AGREEMENT),
  /** SECG curve secp256k1. */
  ECC_SECG_P256K1(Family.EC, 256, KeyUsage.SIGN_VERIFY),
  /** Ed25519 (RFC 8032). */
  ECC_NIST_EDWARDS25519(Family.EDWARDS, 256, KeyUsage.SIGN_VERIFY),
  /** A 224-bit HMAC key. */
  HMAC_224(Family.HMAC, 224, KeyUsage.GENERATE_VERIFY_MAC),
  /** A 256-bit HMAC key. */
  HMAC_256(Family.HMAC, 256, KeyUsage.GENERATE_VERIFY_MAC),
  /** A 384-bit HMAC key. */
  HMAC_384(Family.HMAC, 384, KeyUsage.GENERATE_VERIFY_MAC),
  /** A 512-bit HMAC key. */
  HMAC_512(Family.HMAC, 512, KeyUsage.GENERATE_VERIFY_MAC),
  /** ML-DSA-44 (FIPS 204). */
  ML_DSA_44(Family.ML_DSA, 44, KeyUsage.SIGN_VERIFY),
  /** ML-DSA-65 (FIPS 204). */
  ML_DSA_65(Family.ML_DSA, 65, KeyUsage.SIGN_VERIFY),
  /** ML-DSA-87 (FIPS 204). */
  ML_DSA_87(Family.ML_DSA, 87, KeyUsage.SIGN_VERIFY),
  /** ML-KEM-512 (FIPS 203). */
  ML_KEM_512(Family.ML_KEM, 512, KeyUsage.ENCAPSULATE_DECAPSULATE),
  /** ML-KEM-768 (FIPS 203). */
  ML_KEM_768(Family.ML_KEM, 768, KeyUsage.ENCAPSULATE_DECAPSULATE),
  /** ML-KEM-1024 (FIPS 203). */
  ML_KEM_1024(Family.ML_KEM, 1024, KeyUsage.ENCAPSULATE_DECAPSULATE),
  /** SM2; offered by the KMS in China Regions only. */
  SM2(Family.SM2, 256, KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY, KeyUsage.KEY_AGREEMENT);

  /** Specs that differ only in size. */
  public enum Family {
    /** One secret key for encryption. */
    SYMMETRIC,
    /** One secret key for message authentication. */
    HMAC,
    /** RSA key pairs. */
    RSA,
    /** Key pairs on short Weierstrass curves. */
    EC,
    /** Key pairs on Edwards curves. */
    EDWARDS,
    /** Module-lattice signature key pairs. */
    ML_DSA,
    /** Module-lattice key-encapsulation key pairs. */
    ML_KEM,
    /** SM2 key pairs. */
    SM2
  }

  private final Family family;
  private final int size;
  private final Set<KeyUsage> usages;

  KeySpec(Family family, int size, KeyUsage... usages) {
    this.family = family;
    this.size = size;
    this.usages = Set.of(usages);
  }

  /**
   * The family this spec belongs to.
   *
   * @return the family
   */
  public Family family() {
    return family;
  }

  /**
   * The size in bits of key, modulus or field; for ML-DSA and ML-KEM the number of the parameter
   * set.
   *
   * @return a positive number
   */
  public int size() {
    return size;
  }

  /**
   * The usages a key of this spec may be created for.
   *
   * @return one to three usages
   */
  public Set<KeyUsage> usages() {
    return usages;
  }

  /**
   * Tells whether keys of this spec have a public half.
   *
   * @return false for symmetric and HMAC keys
   */
  public boolean isKeyPair() {
    return family != Family.SYMMETRIC && family != Family.HMAC;
  }

  /**
   * The algorithms a key of this spec signs with when its usage is {@link KeyUsage#SIGN_VERIFY}.
   *
   * @return in the order of the KMS API; empty if the spec cannot sign
   */
  public List<SigningAlgorithm> signingAlgorithms() {
    return SigningAlgorithm.of(this);
  }

  /**
   * The algorithms a key of this spec encrypts with when its usage is {@link
   * KeyUsage#ENCRYPT_DECRYPT}.
   *
   * @return in the order of the KMS API; empty if the spec cannot encrypt
   */
  public List<EncryptionAlgorithm> encryptionAlgorithms() {
    return EncryptionAlgorithm.of(this);
  }
}
