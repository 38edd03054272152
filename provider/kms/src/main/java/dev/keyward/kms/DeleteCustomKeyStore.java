package dev.keyward.kms;

/** DeleteCustomKeyStore: forgets a custom key store that holds no keys. */
public interface DeleteCustomKeyStore {

  /**
   * What is asked.
   *
   * @param customKeyStoreId custom key store that holds the key
   */
  record Request(@Member(required = true, min = 1, max = 64) String customKeyStoreId) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param customKeyStoreId custom key store that holds the key
     * @return the request
     */
    public static Request of(String customKeyStoreId) {
      return new Request(customKeyStoreId);
    }
  }

  /** What is answered. */
  record Response() {}
}
