package dev.keyward.kms;

import dev.keyward.model.EncryptionAlgorithm;
import java.util.List;
import java.util.Map;

/** Decrypt: decrypts what Encrypt, ReEncrypt or one of the data key operations encrypted. */
public interface Decrypt {

  /**
   * What is asked.
   *
   * @param ciphertextBlob ciphertext
   * @param encryptionContext pairs bound to the ciphertext
   * @param grantTokens grants that may not be known everywhere yet
   * @param keyId the key
   * @param encryptionAlgorithm the algorithm; SYMMETRIC_DEFAULT unless given
   * @param recipient attested enclave that is to receive the result
   * @param dryRun only check whether the call would succeed
   * @param dryRunModifiers what a dry run may leave out
   */
  record Request(
      @Member(min = 1, max = 6144) byte[] ciphertextBlob,
      Map<String, String> encryptionContext,
      @Member(max = 10, elementMin = 1, elementMax = 8192) List<String> grantTokens,
      @Member(min = 1, max = 2048) String keyId,
      EncryptionAlgorithm encryptionAlgorithm,
      RecipientInfo recipient,
      Boolean dryRun,
      List<DryRunModifier> dryRunModifiers) {

    @Override
    public String toString() {
      return Described.text(this);
    }

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param ciphertextBlob ciphertext
     * @return the request
     */
    public static Request of(byte[] ciphertextBlob) {
      return new Request(ciphertextBlob, null, null, null, null, null, null, null);
    }

    /**
     * The same request with EncryptionContext.
     *
     * @param encryptionContext pairs bound to the ciphertext
     * @return a new request
     */
    public Request withEncryptionContext(Map<String, String> encryptionContext) {
      return new Request(
          ciphertextBlob,
          encryptionContext,
          grantTokens,
          keyId,
          encryptionAlgorithm,
          recipient,
          dryRun,
          dryRunModifiers);
    }

    /**
     * The same request with GrantTokens.
     *
     * @param grantTokens grants that may not be known everywhere yet
     * @return a new request
     */
    public Request withGrantTokens(List<String> grantTokens) {
      return new Request(
          ciphertextBlob,
          encryptionContext,
          grantTokens,
          keyId,
          encryptionAlgorithm,
          recipient,
          dryRun,
          dryRunModifiers);
    }

    /**
     * The same request with KeyId.
     *
     * @param keyId the key
     * @return a new request
     */
    public Request withKeyId(String keyId) {
      return new Request(
          ciphertextBlob,
          encryptionContext,
          grantTokens,
          keyId,
          encryptionAlgorithm,
          recipient,
          dryRun,
          dryRunModifiers);
    }

    /**
     * The same request with EncryptionAlgorithm.
     *
     * @param encryptionAlgorithm the algorithm; SYMMETRIC_DEFAULT unless given
     * @return a new request
     */
    public Request withEncryptionAlgorithm(EncryptionAlgorithm encryptionAlgorithm) {
      return new Request(
          ciphertextBlob,
          encryptionContext,
          grantTokens,
          keyId,
          encryptionAlgorithm,
          recipient,
          dryRun,
          dryRunModifiers);
    }

    /**
     * The same request with Recipient.
     *
     * @param recipient attested enclave that is to receive the result
     * @return a new request
     */
    public Request withRecipient(RecipientInfo recipient) {
      return new Request(
          ciphertextBlob,
          encryptionContext,
          grantTokens,
          keyId,
          encryptionAlgorithm,
          recipient,
          dryRun,
          dryRunModifiers);
    }

    /**
     * The same request with DryRun.
     *
     * @param dryRun only check whether the call would succeed
     * @return a new request
     */
    public Request withDryRun(Boolean dryRun) {
      return new Request(
          ciphertextBlob,
          encryptionContext,
          grantTokens,
          keyId,
          encryptionAlgorithm,
          recipient,
          dryRun,
          dryRunModifiers);
    }

    /**
     * The same request with DryRunModifiers.
     *
     * @param dryRunModifiers what a dry run may leave out
     * @return a new request
     */
    public Request withDryRunModifiers(List<DryRunModifier> dryRunModifiers) {
      return new Request(
          ciphertextBlob,
          encryptionContext,
          grantTokens,
          keyId,
          encryptionAlgorithm,
          recipient,
          dryRun,
          dryRunModifiers);
    }
  }

  /**
   * What is answered.
   *
   * @param keyId the key
   * @param plaintext bytes in clear
   * @param encryptionAlgorithm the algorithm; SYMMETRIC_DEFAULT unless given
   * @param ciphertextForRecipient result encrypted for the recipient
   * @param keyMaterialId backing key that was used
   */
  record Response(
      @Member(min = 1, max = 2048) String keyId,
      @Member(min = 1, max = 4096, sensitive = true) byte[] plaintext,
      EncryptionAlgorithm encryptionAlgorithm,
      @Member(min = 1, max = 6144) byte[] ciphertextForRecipient,
      @Member(min = 64, max = 64, pattern = "^[a-f0-9]+$") String keyMaterialId) {}
}
