package dev.keyward.model;

import java.util.List;

/** The encryption algorithms of the KMS API, by their names there. */
public enum EncryptionAlgorithm {
  /** AES-256-GCM in the KMS's own ciphertext format; up to 4,096 bytes of plaintext. */
  SYMMETRIC_DEFAULT,
  /** RSAES-OAEP with SHA-1 and MGF1 with SHA-1, empty label. */
  RSAES_OAEP_SHA_1,
  /** RSAES-OAEP with SHA-256 and MGF1 with SHA-256, empty label. */
  RSAES_OAEP_SHA_256,
  /** SM2 encryption. */
  SM2PKE;

  static List<EncryptionAlgorithm> of(KeySpec spec) {
    return switch (spec.family()) {
      case SYMMETRIC -> List.of(SYMMETRIC_DEFAULT);
      case RSA -> List.of(RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256);
      case SM2 -> List.of(SM2PKE);
      case HMAC, EC, EDWARDS, ML_DSA, ML_KEM -> List.of();
    };
  }

  /**
   * Tells whether keys of a spec can use this algorithm.
   *
   * @param spec a key spec
   * @return true if they can
   */
  public boolean fits(KeySpec spec) {
    return of(spec).contains(this);
  }

  /**
   * The longest plaintext one operation takes.
   *
   * @param spec the spec of the key; must fit this algorithm
   * @return 4,096 for symmetric keys; modulus length − 2 × hash length − 2 for RSA (RFC 8017,
   *     section 7.1.1); in bytes
   */
  public int maxPlaintextBytes(KeySpec spec) {
    return switch (this) {
      case SYMMETRIC_DEFAULT -> 4096;
      case RSAES_OAEP_SHA_1 -> spec.size() / 8 - 2 * 20 - 2;
      case RSAES_OAEP_SHA_256 -> spec.size() / 8 - 2 * 32 - 2;
      case SM2PKE -> 1024;
    };
  }
}
