package dev.keyward.kms;

/** Operations that count as a use of a key. */
public enum TrackedOperation implements WireNamed {
  /** Decrypt with it. */
  DECRYPT("Decrypt"),
  /** Derive shared secrets. */
  DERIVE_SHARED_SECRET("DeriveSharedSecret"),
  /** Encrypt with it. */
  ENCRYPT("Encrypt"),
  /** Make data keys. */
  GENERATE_DATA_KEY("GenerateDataKey"),
  /** Make data key pairs. */
  GENERATE_DATA_KEY_PAIR("GenerateDataKeyPair"),
  /** Make data key pairs whose private key is returned encrypted only. */
  GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT("GenerateDataKeyPairWithoutPlaintext"),
  /** Make data keys that are returned encrypted only. */
  GENERATE_DATA_KEY_WITHOUT_PLAINTEXT("GenerateDataKeyWithoutPlaintext"),
  /** Compute message authentication codes. */
  GENERATE_MAC("GenerateMac"),
  /** Decrypt or encrypt with it inside the KMS. */
  RE_ENCRYPT("ReEncrypt"),
  /** Sign with it. */
  SIGN("Sign"),
  /** Verify signatures with it. */
  VERIFY("Verify"),
  /** Verify message authentication codes. */
  VERIFY_MAC("VerifyMac"),
  /** Encapsulate shared secrets. */
  ENCAPSULATE("Encapsulate"),
  /** Recover encapsulated shared secrets. */
  DECAPSULATE("Decapsulate");

  private final String wireName;

  TrackedOperation(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
