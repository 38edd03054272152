package dev.keyward.embedded.audit;

/**
 * The key that signs checkpoints, as the store keeps it (in JSON, sealed).
 *
 * @param privateKey PKCS #8
 * @param publicKey X.509 SubjectPublicKeyInfo
 */
record SigningKeyRecord(byte[] privateKey, byte[] publicKey) {
  @Override
  public String toString() {
    return "SigningKeyRecord[]";
  }
}
