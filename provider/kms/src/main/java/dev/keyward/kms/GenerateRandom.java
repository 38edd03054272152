package dev.keyward.kms;

/** GenerateRandom: returns random bytes. */
public interface GenerateRandom {

  /**
   * What is asked.
   *
   * @param numberOfBytes length in bytes
   * @param customKeyStoreId custom key store that holds the key
   * @param recipient attested enclave that is to receive the result
   */
  record Request(
      @Member(min = 1, max = 1024) Integer numberOfBytes,
      @Member(min = 1, max = 64) String customKeyStoreId,
      RecipientInfo recipient) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param numberOfBytes length in bytes
     * @return the request
     */
    public static Request of(Integer numberOfBytes) {
      return new Request(numberOfBytes, null, null);
    }

    /**
     * The same request with CustomKeyStoreId.
     *
     * @param customKeyStoreId custom key store that holds the key
     * @return a new request
     */
    public Request withCustomKeyStoreId(String customKeyStoreId) {
      return new Request(numberOfBytes, customKeyStoreId, recipient);
    }

    /**
     * The same request with Recipient.
     *
     * @param recipient attested enclave that is to receive the result
     * @return a new request
     */
    public Request withRecipient(RecipientInfo recipient) {
      return new Request(numberOfBytes, customKeyStoreId, recipient);
    }
  }

  /**
   * What is answered.
   *
   * @param plaintext bytes in clear
   * @param ciphertextForRecipient result encrypted for the recipient
   */
  record Response(
      @Member(min = 1, max = 4096, sensitive = true) byte[] plaintext,
      @Member(min = 1, max = 6144) byte[] ciphertextForRecipient) {}
}
