package dev.keyward.kms;

import java.util.List;
import java.util.Map;

/**
 * GenerateDataKeyPairWithoutPlaintext: makes a key pair and returns its private key encrypted only.
 */
public interface GenerateDataKeyPairWithoutPlaintext {

  /**
   * What is asked.
   *
   * @param encryptionContext pairs bound to the ciphertext
   * @param keyId the key
   * @param keyPairSpec kind of key pair
   * @param grantTokens grants that may not be known everywhere yet
   * @param dryRun only check whether the call would succeed
   */
  record Request(
      Map<String, String> encryptionContext,
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(required = true) DataKeyPairSpec keyPairSpec,
      @Member(max = 10, elementMin = 1, elementMax = 8192) List<String> grantTokens,
      Boolean dryRun) {

    @Override
    public String toString() {
      return Described.text(this);
    }

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @param keyPairSpec kind of key pair
     * @return the request
     */
    public static Request of(String keyId, DataKeyPairSpec keyPairSpec) {
      return new Request(null, keyId, keyPairSpec, null, null);
    }

    /**
     * The same request with EncryptionContext.
     *
     * @param encryptionContext pairs bound to the ciphertext
     * @return a new request
     */
    public Request withEncryptionContext(Map<String, String> encryptionContext) {
      return new Request(encryptionContext, keyId, keyPairSpec, grantTokens, dryRun);
    }

    /**
     * The same request with GrantTokens.
     *
     * @param grantTokens grants that may not be known everywhere yet
     * @return a new request
     */
    public Request withGrantTokens(List<String> grantTokens) {
      return new Request(encryptionContext, keyId, keyPairSpec, grantTokens, dryRun);
    }

    /**
     * The same request with DryRun.
     *
     * @param dryRun only check whether the call would succeed
     * @return a new request
     */
    public Request withDryRun(Boolean dryRun) {
      return new Request(encryptionContext, keyId, keyPairSpec, grantTokens, dryRun);
    }
  }

  /**
   * What is answered.
   *
   * @param privateKeyCiphertextBlob private key, encrypted
   * @param publicKey DER SubjectPublicKeyInfo
   * @param keyId the key
   * @param keyPairSpec kind of key pair
   * @param keyMaterialId backing key that was used
   */
  record Response(
      @Member(min = 1, max = 6144) byte[] privateKeyCiphertextBlob,
      @Member(min = 1, max = 8192) byte[] publicKey,
      @Member(min = 1, max = 2048) String keyId,
      DataKeyPairSpec keyPairSpec,
      @Member(min = 64, max = 64, pattern = "^[a-f0-9]+$") String keyMaterialId) {}
}
