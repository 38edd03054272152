package dev.keyward.kms;

import java.util.List;

/** VerifyMac: verifies a message authentication code. */
public interface VerifyMac {

  /**
   * What is asked.
   *
   * @param message message or digest
   * @param keyId the key
   * @param macAlgorithm algorithm of the code
   * @param mac message authentication code
   * @param grantTokens grants that may not be known everywhere yet
   * @param dryRun only check whether the call would succeed
   */
  record Request(
      @Member(required = true, min = 1, max = 4096, sensitive = true) byte[] message,
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(required = true) MacAlgorithm macAlgorithm,
      @Member(required = true, min = 1, max = 6144) byte[] mac,
      @Member(max = 10, elementMin = 1, elementMax = 8192) List<String> grantTokens,
      Boolean dryRun) {

    @Override
    public String toString() {
      return Described.text(this);
    }

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param message message or digest
     * @param keyId the key
     * @param macAlgorithm algorithm of the code
     * @param mac message authentication code
     * @return the request
     */
    public static Request of(byte[] message, String keyId, MacAlgorithm macAlgorithm, byte[] mac) {
      return new Request(message, keyId, macAlgorithm, mac, null, null);
    }

    /**
     * The same request with GrantTokens.
     *
     * @param grantTokens grants that may not be known everywhere yet
     * @return a new request
     */
    public Request withGrantTokens(List<String> grantTokens) {
      return new Request(message, keyId, macAlgorithm, mac, grantTokens, dryRun);
    }

    /**
     * The same request with DryRun.
     *
     * @param dryRun only check whether the call would succeed
     * @return a new request
     */
    public Request withDryRun(Boolean dryRun) {
      return new Request(message, keyId, macAlgorithm, mac, grantTokens, dryRun);
    }
  }

  /**
   * What is answered.
   *
   * @param keyId the key
   * @param macValid always true
   * @param macAlgorithm algorithm of the code
   */
  record Response(
      @Member(min = 1, max = 2048) String keyId, Boolean macValid, MacAlgorithm macAlgorithm) {}
}
