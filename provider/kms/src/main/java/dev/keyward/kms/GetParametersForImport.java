package dev.keyward.kms;

import java.time.Instant;

/** GetParametersForImport: returns the wrapping key and the token that an import needs. */
public interface GetParametersForImport {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param wrappingAlgorithm how the key material will be encrypted
   * @param wrappingKeySpec kind of wrapping key
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(required = true) WrappingAlgorithm wrappingAlgorithm,
      @Member(required = true) WrappingKeySpec wrappingKeySpec) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @param wrappingAlgorithm how the key material will be encrypted
     * @param wrappingKeySpec kind of wrapping key
     * @return the request
     */
    public static Request of(
        String keyId, WrappingAlgorithm wrappingAlgorithm, WrappingKeySpec wrappingKeySpec) {
      return new Request(keyId, wrappingAlgorithm, wrappingKeySpec);
    }
  }

  /**
   * What is answered.
   *
   * @param keyId the key
   * @param importToken token that belongs to the wrapping key
   * @param publicKey DER SubjectPublicKeyInfo
   * @param parametersValidTo when wrapping key and token expire
   */
  record Response(
      @Member(min = 1, max = 2048) String keyId,
      @Member(min = 1, max = 6144) byte[] importToken,
      @Member(min = 1, max = 4096, sensitive = true) byte[] publicKey,
      Instant parametersValidTo) {}
}
