package dev.keyward.kms;

import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.SigningAlgorithm;
import java.util.List;

/** GetPublicKey: returns the public half of a key pair. */
public interface GetPublicKey {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param grantTokens grants that may not be known everywhere yet
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(max = 10, elementMin = 1, elementMax = 8192) List<String> grantTokens) {

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
      return new Request(keyId, null);
    }

    /**
     * The same request with GrantTokens.
     *
     * @param grantTokens grants that may not be known everywhere yet
     * @return a new request
     */
    public Request withGrantTokens(List<String> grantTokens) {
      return new Request(keyId, grantTokens);
    }
  }

  /**
   * What is answered.
   *
   * @param keyId the key
   * @param publicKey DER SubjectPublicKeyInfo
   * @param customerMasterKeySpec older name of KeySpec
   * @param keySpec kind of key material
   * @param keyUsage what the key is for
   * @param encryptionAlgorithms algorithms of an encryption key
   * @param signingAlgorithms algorithms of a signing key
   * @param keyAgreementAlgorithms algorithms of a key agreement key
   * @param encapsulationAlgorithms algorithms of an encapsulation key
   */
  record Response(
      @Member(min = 1, max = 2048) String keyId,
      @Member(min = 1, max = 8192) byte[] publicKey,
      KeySpec customerMasterKeySpec,
      KeySpec keySpec,
      KeyUsage keyUsage,
      List<EncryptionAlgorithm> encryptionAlgorithms,
      List<SigningAlgorithm> signingAlgorithms,
      List<KeyAgreementAlgorithm> keyAgreementAlgorithms,
      List<EncapsulationAlgorithm> encapsulationAlgorithms) {}
}
