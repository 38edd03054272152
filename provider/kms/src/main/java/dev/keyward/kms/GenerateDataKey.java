package dev.keyward.kms;

import java.util.List;
import java.util.Map;

/** GenerateDataKey: makes a random data key and returns it in clear and encrypted. */
public interface GenerateDataKey {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param encryptionContext pairs bound to the ciphertext
   * @param numberOfBytes length in bytes
   * @param keySpec kind of key material
   * @param grantTokens grants that may not be known everywhere yet
   * @param recipient attested enclave that is to receive the result
   * @param dryRun only check whether the call would succeed
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      Map<String, String> encryptionContext,
      @Member(min = 1, max = 1024) Integer numberOfBytes,
      DataKeySpec keySpec,
      @Member(max = 10, elementMin = 1, elementMax = 8192) List<String> grantTokens,
      RecipientInfo recipient,
      Boolean dryRun) {

    @Override
    public String toString() {
      return Described.text(this);
    }

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @return the request
     */
    public static Request of(String keyId) {
      return new Request(keyId, null, null, null, null, null, null);
    }

    /**
     * The same request with EncryptionContext.
     *
     * @param encryptionContext pairs bound to the ciphertext
     * @return a new request
     */
    public Request withEncryptionContext(Map<String, String> encryptionContext) {
      return new Request(
          keyId, encryptionContext, numberOfBytes, keySpec, grantTokens, recipient, dryRun);
    }

    /**
     * The same request with NumberOfBytes.
     *
     * @param numberOfBytes length in bytes
     * @return a new request
     */
    public Request withNumberOfBytes(Integer numberOfBytes) {
      return new Request(
          keyId, encryptionContext, numberOfBytes, keySpec, grantTokens, recipient, dryRun);
    }

    /**
     * The same request with KeySpec.
     *
     * @param keySpec kind of key material
     * @return a new request
     */
    public Request withKeySpec(DataKeySpec keySpec) {
      return new Request(
          keyId, encryptionContext, numberOfBytes, keySpec, grantTokens, recipient, dryRun);
    }

    /**
     * The same request with GrantTokens.
     *
     * @param grantTokens grants that may not be known everywhere yet
     * @return a new request
     */
    public Request withGrantTokens(List<String> grantTokens) {
      return new Request(
          keyId, encryptionContext, numberOfBytes, keySpec, grantTokens, recipient, dryRun);
    }

    /**
     * The same request with Recipient.
     *
     * @param recipient attested enclave that is to receive the result
     * @return a new request
     */
    public Request withRecipient(RecipientInfo recipient) {
      return new Request(
          keyId, encryptionContext, numberOfBytes, keySpec, grantTokens, recipient, dryRun);
    }

    /**
     * The same request with DryRun.
     *
     * @param dryRun only check whether the call would succeed
     * @return a new request
     */
    public Request withDryRun(Boolean dryRun) {
      return new Request(
          keyId, encryptionContext, numberOfBytes, keySpec, grantTokens, recipient, dryRun);
    }
  }

  /**
   * What is answered.
   *
   * @param ciphertextBlob ciphertext
   * @param plaintext bytes in clear
   * @param keyId the key
   * @param ciphertextForRecipient result encrypted for the recipient
   * @param keyMaterialId backing key that was used
   */
  record Response(
      @Member(min = 1, max = 6144) byte[] ciphertextBlob,
      @Member(min = 1, max = 4096, sensitive = true) byte[] plaintext,
      @Member(min = 1, max = 2048) String keyId,
      @Member(min = 1, max = 6144) byte[] ciphertextForRecipient,
      @Member(min = 64, max = 64, pattern = "^[a-f0-9]+$") String keyMaterialId) {}
}
