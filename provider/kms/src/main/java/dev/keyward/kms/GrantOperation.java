package dev.keyward.kms;

/** What a grant can allow. */
public enum GrantOperation implements WireNamed {
  /** Decrypt with it. */
  DECRYPT("Decrypt"),
  /** Encrypt with it. */
  ENCRYPT("Encrypt"),
  /** Make data keys. */
  GENERATE_DATA_KEY("GenerateDataKey"),
  /** Make data keys that are returned encrypted only. */
  GENERATE_DATA_KEY_WITHOUT_PLAINTEXT("GenerateDataKeyWithoutPlaintext"),
  /** Decrypt with it inside the KMS. */
  RE_ENCRYPT_FROM("ReEncryptFrom"),
  /** Encrypt with it inside the KMS. */
  RE_ENCRYPT_TO("ReEncryptTo"),
  /** Sign with it. */
  SIGN("Sign"),
  /** Verify signatures with it. */
  VERIFY("Verify"),
  /** Read its public half. */
  GET_PUBLIC_KEY("GetPublicKey"),
  /** Make further grants. */
  CREATE_GRANT("CreateGrant"),
  /** Retire the grant. */
  RETIRE_GRANT("RetireGrant"),
  /** Read its metadata. */
  DESCRIBE_KEY("DescribeKey"),
  /** Make data key pairs. */
  GENERATE_DATA_KEY_PAIR("GenerateDataKeyPair"),
  /** Make data key pairs whose private key is returned encrypted only. */
  GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT("GenerateDataKeyPairWithoutPlaintext"),
  /** Compute message authentication codes. */
  GENERATE_MAC("GenerateMac"),
  /** Verify message authentication codes. */
  VERIFY_MAC("VerifyMac"),
  /** Derive shared secrets. */
  DERIVE_SHARED_SECRET("DeriveSharedSecret"),
  /** Encapsulate shared secrets. */
  ENCAPSULATE("Encapsulate"),
  /** Recover encapsulated shared secrets. */
  DECAPSULATE("Decapsulate");

  private final String wireName;

  GrantOperation(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
