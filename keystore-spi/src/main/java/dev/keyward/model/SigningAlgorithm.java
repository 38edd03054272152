package dev.keyward.model;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The signature algorithms of the KMS API, by their names there. */
public enum SigningAlgorithm {
  /** RSASSA-PSS with SHA-256, MGF1 with SHA-256, 32-byte salt. */
  RSASSA_PSS_SHA_256(32, Set.of(KeySpec.RSA_2048, KeySpec.RSA_3072, KeySpec.RSA_4096)),
  /** RSASSA-PSS with SHA-384, MGF1 with SHA-384, 48-byte salt. */
  RSASSA_PSS_SHA_384(48, Set.of(KeySpec.RSA_2048, KeySpec.RSA_3072, KeySpec.RSA_4096)),
  /** RSASSA-PSS with SHA-512, MGF1 with SHA-512, 64-byte salt. */
  RSASSA_PSS_SHA_512(64, Set.of(KeySpec.RSA_2048, KeySpec.RSA_3072, KeySpec.RSA_4096)),
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  RSASSA_PKCS1_V1_5_SHA_256(32, Set.of(KeySpec.RSA_2048, KeySpec.RSA_3072, KeySpec.RSA_4096)),
  /** RSASSA-PKCS1-v1_5 with SHA-384. */
  RSASSA_PKCS1_V1_5_SHA_384(48, Set.of(KeySpec.RSA_2048, KeySpec.RSA_3072, KeySpec.RSA_4096)),
  /** RSASSA-PKCS1-v1_5 with SHA-512. */
  RSASSA_PKCS1_V1_5_SHA_512(64, Set.of(KeySpec.RSA_2048, KeySpec.RSA_3072, KeySpec.RSA_4096)),
  /** ECDSA with SHA-256; DER-encoded signatures. */
  ECDSA_SHA_256(32, Set.of(KeySpec.ECC_NIST_P256, KeySpec.ECC_SECG_P256K1)),
  /** ECDSA with SHA-384; DER-encoded signatures. */
  ECDSA_SHA_384(48, Set.of(KeySpec.ECC_NIST_P384)),
  /** ECDSA with SHA-512; DER-encoded signatures. */
  ECDSA_SHA_512(64, Set.of(KeySpec.ECC_NIST_P521)),
  /** SM2 with SM3. */
  SM2DSA(32, Set.of(KeySpec.SM2)),
  /** ML-DSA (FIPS 204). */
  ML_DSA_SHAKE_256(64, Set.of(KeySpec.ML_DSA_44, KeySpec.ML_DSA_65, KeySpec.ML_DSA_87)),
  /** Ed25519 (RFC 8032); whole messages only. */
  ED25519_SHA_512(64, Set.of(KeySpec.ECC_NIST_EDWARDS25519)),
  /** Ed25519ph (RFC 8032); digests only. */
  ED25519_PH_SHA_512(64, Set.of(KeySpec.ECC_NIST_EDWARDS25519));

  private static final Map<KeySpec, List<SigningAlgorithm>> BY_SPEC = new EnumMap<>(KeySpec.class);

  static {
    for (KeySpec spec : KeySpec.values()) {
      BY_SPEC.put(spec, Arrays.stream(values()).filter(algorithm -> algorithm.fits(spec)).toList());
    }
  }

  private final int digestSizeBytes;
  private final Set<KeySpec> specs;

  SigningAlgorithm(int digestSizeBytes, Set<KeySpec> specs) {
    this.digestSizeBytes = digestSizeBytes;
    this.specs = specs;
  }

  /**
   * The length of the digest this algorithm signs.
   *
   * @return 32, 48 or 64 bytes
   */
  public int digestSizeBytes() {
    return digestSizeBytes;
  }

  /**
   * Tells whether keys of a spec can use this algorithm.
   *
   * @param spec a key spec
   * @return true if they can
   */
  public boolean fits(KeySpec spec) {
    return specs.contains(spec);
  }

  static List<SigningAlgorithm> of(KeySpec spec) {
    return BY_SPEC.get(spec);
  }
}
