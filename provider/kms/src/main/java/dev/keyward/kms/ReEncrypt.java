package dev.keyward.kms;

import dev.keyward.model.EncryptionAlgorithm;
import java.util.List;
import java.util.Map;

/** ReEncrypt: decrypts and encrypts anew inside the KMS; the plaintext never leaves it. */
public interface ReEncrypt {

  /**
   * What is asked.
   *
   * @param ciphertextBlob ciphertext
   * @param sourceEncryptionContext context of the old ciphertext
   * @param sourceKeyId key of the old ciphertext
   * @param destinationKeyId key for the new ciphertext
   * @param destinationEncryptionContext context for the new ciphertext
   * @param sourceEncryptionAlgorithm algorithm of the old ciphertext
   * @param destinationEncryptionAlgorithm algorithm for the new ciphertext
   * @param grantTokens grants that may not be known everywhere yet
   * @param dryRun only check whether the call would succeed
   * @param dryRunModifiers what a dry run may leave out
   */
  record Request(
      @Member(min = 1, max = 6144) byte[] ciphertextBlob,
      Map<String, String> sourceEncryptionContext,
      @Member(min = 1, max = 2048) String sourceKeyId,
      @Member(required = true, min = 1, max = 2048) String destinationKeyId,
      Map<String, String> destinationEncryptionContext,
      EncryptionAlgorithm sourceEncryptionAlgorithm,
      EncryptionAlgorithm destinationEncryptionAlgorithm,
      @Member(max = 10, elementMin = 1, elementMax = 8192) List<String> grantTokens,
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
     * @param destinationKeyId key for the new ciphertext
     * @return the request
     */
    public static Request of(byte[] ciphertextBlob, String destinationKeyId) {
      return new Request(
          ciphertextBlob, null, null, destinationKeyId, null, null, null, null, null, null);
    }

    /**
     * The same request with SourceEncryptionContext.
     *
     * @param sourceEncryptionContext context of the old ciphertext
     * @return a new request
     */
    public Request withSourceEncryptionContext(Map<String, String> sourceEncryptionContext) {
      return new Request(
          ciphertextBlob,
          sourceEncryptionContext,
          sourceKeyId,
          destinationKeyId,
          destinationEncryptionContext,
          sourceEncryptionAlgorithm,
          destinationEncryptionAlgorithm,
          grantTokens,
          dryRun,
          dryRunModifiers);
    }

    /**
     * The same request with SourceKeyId.
     *
     * @param sourceKeyId key of the old ciphertext
     * @return a new request
     */
    public Request withSourceKeyId(String sourceKeyId) {
      return new Request(
          ciphertextBlob,
          sourceEncryptionContext,
          sourceKeyId,
          destinationKeyId,
          destinationEncryptionContext,
          sourceEncryptionAlgorithm,
          destinationEncryptionAlgorithm,
          grantTokens,
          dryRun,
          dryRunModifiers);
    }

    /**
     * The same request with DestinationEncryptionContext.
     *
     * @param destinationEncryptionContext context for the new ciphertext
     * @return a new request
     */
    public Request withDestinationEncryptionContext(
        Map<String, String> destinationEncryptionContext) {
      return new Request(
          ciphertextBlob,
          sourceEncryptionContext,
          sourceKeyId,
          destinationKeyId,
          destinationEncryptionContext,
          sourceEncryptionAlgorithm,
          destinationEncryptionAlgorithm,
          grantTokens,
          dryRun,
          dryRunModifiers);
    }

    /**
     * The same request with SourceEncryptionAlgorithm.
     *
     * @param sourceEncryptionAlgorithm algorithm of the old ciphertext
     * @return a new request
     */
    public Request withSourceEncryptionAlgorithm(EncryptionAlgorithm sourceEncryptionAlgorithm) {
      return new Request(
          ciphertextBlob,
          sourceEncryptionContext,
          sourceKeyId,
          destinationKeyId,
          destinationEncryptionContext,
          sourceEncryptionAlgorithm,
          destinationEncryptionAlgorithm,
          grantTokens,
          dryRun,
          dryRunModifiers);
    }

    /**
     * The same request with DestinationEncryptionAlgorithm.
     *
     * @param destinationEncryptionAlgorithm algorithm for the new ciphertext
     * @return a new request
     */
    public Request withDestinationEncryptionAlgorithm(
        EncryptionAlgorithm destinationEncryptionAlgorithm) {
      return new Request(
          ciphertextBlob,
          sourceEncryptionContext,
          sourceKeyId,
          destinationKeyId,
          destinationEncryptionContext,
          sourceEncryptionAlgorithm,
          destinationEncryptionAlgorithm,
          grantTokens,
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
          sourceEncryptionContext,
          sourceKeyId,
          destinationKeyId,
          destinationEncryptionContext,
          sourceEncryptionAlgorithm,
          destinationEncryptionAlgorithm,
          grantTokens,
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
          sourceEncryptionContext,
          sourceKeyId,
          destinationKeyId,
          destinationEncryptionContext,
          sourceEncryptionAlgorithm,
          destinationEncryptionAlgorithm,
          grantTokens,
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
          sourceEncryptionContext,
          sourceKeyId,
          destinationKeyId,
          destinationEncryptionContext,
          sourceEncryptionAlgorithm,
          destinationEncryptionAlgorithm,
          grantTokens,
          dryRun,
          dryRunModifiers);
    }
  }

  /**
   * What is answered.
   *
   * @param ciphertextBlob ciphertext
   * @param sourceKeyId key of the old ciphertext
   * @param keyId the key
   * @param sourceEncryptionAlgorithm algorithm of the old ciphertext
   * @param destinationEncryptionAlgorithm algorithm for the new ciphertext
   * @param sourceKeyMaterialId backing key of the old ciphertext
   * @param destinationKeyMaterialId backing key of the new ciphertext
   */
  record Response(
      @Member(min = 1, max = 6144) byte[] ciphertextBlob,
      @Member(min = 1, max = 2048) String sourceKeyId,
      @Member(min = 1, max = 2048) String keyId,
      EncryptionAlgorithm sourceEncryptionAlgorithm,
      EncryptionAlgorithm destinationEncryptionAlgorithm,
      @Member(min = 64, max = 64, pattern = "^[a-f0-9]+$") String sourceKeyMaterialId,
      @Member(min = 64, max = 64, pattern = "^[a-f0-9]+$") String destinationKeyMaterialId) {}
}
