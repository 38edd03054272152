package dev.keyward.kms;

import java.util.List;

/** Decapsulate: recovers a shared secret that was encapsulated for a key. */
public interface Decapsulate {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param encapsulationAlgorithm how the secret is encapsulated
   * @param sharedSecretCiphertextBlob what carries the secret to the key
   * @param grantTokens grants that may not be known everywhere yet
   * @param dryRun only check whether the call would succeed
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      EncapsulationAlgorithm encapsulationAlgorithm,
      @Member(min = 1, max = 6144) byte[] sharedSecretCiphertextBlob,
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
     * @param sharedSecretCiphertextBlob what carries the secret to the key
     * @return the request
     */
    public static Request of(String keyId, byte[] sharedSecretCiphertextBlob) {
      return new Request(keyId, null, sharedSecretCiphertextBlob, null, null);
    }

    /**
     * The same request with EncapsulationAlgorithm.
     *
     * @param encapsulationAlgorithm how the secret is encapsulated
     * @return a new request
     */
    public Request withEncapsulationAlgorithm(EncapsulationAlgorithm encapsulationAlgorithm) {
      return new Request(
          keyId, encapsulationAlgorithm, sharedSecretCiphertextBlob, grantTokens, dryRun);
    }

    /**
     * The same request with GrantTokens.
     *
     * @param grantTokens grants that may not be known everywhere yet
     * @return a new request
     */
    public Request withGrantTokens(List<String> grantTokens) {
      return new Request(
          keyId, encapsulationAlgorithm, sharedSecretCiphertextBlob, grantTokens, dryRun);
    }

    /**
     * The same request with DryRun.
     *
     * @param dryRun only check whether the call would succeed
     * @return a new request
     */
    public Request withDryRun(Boolean dryRun) {
      return new Request(
          keyId, encapsulationAlgorithm, sharedSecretCiphertextBlob, grantTokens, dryRun);
    }
  }

  /**
   * What is answered.
   *
   * @param keyId the key
   * @param encapsulationAlgorithm how the secret is encapsulated
   * @param sharedSecret the secret in clear
   */
  record Response(
      @Member(min = 1, max = 2048) String keyId,
      EncapsulationAlgorithm encapsulationAlgorithm,
      @Member(min = 1, max = 4096, sensitive = true) byte[] sharedSecret) {}
}
