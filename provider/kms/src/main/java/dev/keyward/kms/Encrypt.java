package dev.keyward.kms;

import dev.keyward.model.EncryptionAlgorithm;
import java.util.List;
import java.util.Map;

/** Encrypt: encrypts up to 4,096 bytes. */
public interface Encrypt {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param plaintext bytes in clear
   * @param encryptionContext pairs bound to the ciphertext
   * @param grantTokens grants that may not be known everywhere yet
   * @param encryptionAlgorithm the algorithm; SYMMETRIC_DEFAULT unless given
   * @param dryRun only check whether the call would succeed
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(required = true, min = 1, max = 4096, sensitive = true) byte[] plaintext,
      Map<String, String> encryptionContext,
      @Member(max = 10, elementMin = 1, elementMax = 8192) List<String> grantTokens,
      EncryptionAlgorithm encryptionAlgorithm,
      Boolean dryRun) {

    @Override
    public String toString() {
      return Described.text(this);
    }

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @param plaintext bytes in clear
     * @return the request
     */
    public static Request of(String keyId, byte[] plaintext) {
      return new Request(keyId, plaintext, null, null, null, null);
    }

    /**
     * The same request with EncryptionContext.
     *
     * @param encryptionContext pairs bound to the ciphertext
     * @return a new request
     */
    public Request withEncryptionContext(Map<String, String> encryptionContext) {
      return new Request(
          keyId, plaintext, encryptionContext, grantTokens, encryptionAlgorithm, dryRun);
    }

    /**
     * The same request with GrantTokens.
     *
     * @param grantTokens grants that may not be known everywhere yet
     * @return a new request
     */
    public Request withGrantTokens(List<String> grantTokens) {
      return new Request(
          keyId, plaintext, encryptionContext, grantTokens, encryptionAlgorithm, dryRun);
    }

    /**
     * The same request with EncryptionAlgorithm.
     *
     * @param encryptionAlgorithm the algorithm; SYMMETRIC_DEFAULT unless given
     * @return a new request
     */
    public Request withEncryptionAlgorithm(EncryptionAlgorithm encryptionAlgorithm) {
      return new Request(
          keyId, plaintext, encryptionContext, grantTokens, encryptionAlgorithm, dryRun);
    }

    /**
     * The same request with DryRun.
     *
     * @param dryRun only check whether the call would succeed
     * @return a new request
     */
    public Request withDryRun(Boolean dryRun) {
      return new Request(
          keyId, plaintext, encryptionContext, grantTokens, encryptionAlgorithm, dryRun);
    }
  }

  /**
   * What is answered.
   *
   * @param ciphertextBlob ciphertext
   * @param keyId the key
   * @param encryptionAlgorithm the algorithm; SYMMETRIC_DEFAULT unless given
   */
  record Response(
      @Member(min = 1, max = 6144) byte[] ciphertextBlob,
      @Member(min = 1, max = 2048) String keyId,
      EncryptionAlgorithm encryptionAlgorithm) {}
}
