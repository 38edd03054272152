package dev.keyward.kms;

import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.util.List;

/** Sign: signs a message or a digest. */
public interface Sign {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param message message or digest
   * @param messageType what the message is; RAW unless given
   * @param grantTokens grants that may not be known everywhere yet
   * @param signingAlgorithm the algorithm
   * @param dryRun only check whether the call would succeed
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(required = true, min = 1, max = 4096, sensitive = true) byte[] message,
      MessageType messageType,
      @Member(max = 10, elementMin = 1, elementMax = 8192) List<String> grantTokens,
      @Member(required = true) SigningAlgorithm signingAlgorithm,
      Boolean dryRun) {

    @Override
    public String toString() {
      return Described.text(this);
    }

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @param message message or digest
     * @param signingAlgorithm the algorithm
     * @return the request
     */
    public static Request of(String keyId, byte[] message, SigningAlgorithm signingAlgorithm) {
      return new Request(keyId, message, null, null, signingAlgorithm, null);
    }

    /**
     * The same request with MessageType.
     *
     * @param messageType what the message is; RAW unless given
     * @return a new request
     */
    public Request withMessageType(MessageType messageType) {
      return new Request(keyId, message, messageType, grantTokens, signingAlgorithm, dryRun);
    }

    /**
     * The same request with GrantTokens.
     *
     * @param grantTokens grants that may not be known everywhere yet
     * @return a new request
     */
    public Request withGrantTokens(List<String> grantTokens) {
      return new Request(keyId, message, messageType, grantTokens, signingAlgorithm, dryRun);
    }

    /**
     * The same request with DryRun.
     *
     * @param dryRun only check whether the call would succeed
     * @return a new request
     */
    public Request withDryRun(Boolean dryRun) {
      return new Request(keyId, message, messageType, grantTokens, signingAlgorithm, dryRun);
    }
  }

  /**
   * What is answered.
   *
   * @param keyId the key
   * @param signature the signature
   * @param signingAlgorithm the algorithm
   */
  record Response(
      @Member(min = 1, max = 2048) String keyId,
      @Member(min = 1, max = 6144) byte[] signature,
      SigningAlgorithm signingAlgorithm) {}
}
