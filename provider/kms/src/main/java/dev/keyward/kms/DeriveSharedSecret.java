package dev.keyward.kms;

import dev.keyward.model.KeyOrigin;
import java.util.List;

/** DeriveSharedSecret: derives a shared secret by key agreement. */
public interface DeriveSharedSecret {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param keyAgreementAlgorithm how the secret is derived
   * @param publicKey DER SubjectPublicKeyInfo
   * @param grantTokens grants that may not be known everywhere yet
   * @param dryRun only check whether the call would succeed
   * @param recipient attested enclave that is to receive the result
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(required = true) KeyAgreementAlgorithm keyAgreementAlgorithm,
      @Member(required = true, min = 1, max = 8192) byte[] publicKey,
      @Member(max = 10, elementMin = 1, elementMax = 8192) List<String> grantTokens,
      Boolean dryRun,
      RecipientInfo recipient) {

    @Override
    public String toString() {
      return Described.text(this);
    }

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @param keyAgreementAlgorithm how the secret is derived
     * @param publicKey DER SubjectPublicKeyInfo
     * @return the request
     */
    public static Request of(
        String keyId, KeyAgreementAlgorithm keyAgreementAlgorithm, byte[] publicKey) {
      return new Request(keyId, keyAgreementAlgorithm, publicKey, null, null, null);
    }

    /**
     * The same request with GrantTokens.
     *
     * @param grantTokens grants that may not be known everywhere yet
     * @return a new request
     */
    public Request withGrantTokens(List<String> grantTokens) {
      return new Request(keyId, keyAgreementAlgorithm, publicKey, grantTokens, dryRun, recipient);
    }

    /**
     * The same request with DryRun.
     *
     * @param dryRun only check whether the call would succeed
     * @return a new request
     */
    public Request withDryRun(Boolean dryRun) {
      return new Request(keyId, keyAgreementAlgorithm, publicKey, grantTokens, dryRun, recipient);
    }

    /**
     * The same request with Recipient.
     *
     * @param recipient attested enclave that is to receive the result
     * @return a new request
     */
    public Request withRecipient(RecipientInfo recipient) {
      return new Request(keyId, keyAgreementAlgorithm, publicKey, grantTokens, dryRun, recipient);
    }
  }

  /**
   * What is answered.
   *
   * @param keyId the key
   * @param sharedSecret the secret in clear
   * @param ciphertextForRecipient result encrypted for the recipient
   * @param keyAgreementAlgorithm how the secret is derived
   * @param keyOrigin where the key material comes from
   */
  record Response(
      @Member(min = 1, max = 2048) String keyId,
      @Member(min = 1, max = 4096, sensitive = true) byte[] sharedSecret,
      @Member(min = 1, max = 6144) byte[] ciphertextForRecipient,
      KeyAgreementAlgorithm keyAgreementAlgorithm,
      KeyOrigin keyOrigin) {}
}
