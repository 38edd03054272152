package dev.keyward.kms;

import java.util.List;

/** DescribeCustomKeyStores: lists custom key stores. */
public interface DescribeCustomKeyStores {

  /**
   * What is asked.
   *
   * @param customKeyStoreId custom key store that holds the key
   * @param customKeyStoreName name of the custom key store
   * @param limit most entries wanted
   * @param marker where the page before ended
   */
  record Request(
      @Member(min = 1, max = 64) String customKeyStoreId,
      @Member(min = 1, max = 256) String customKeyStoreName,
      @Member(min = 1, max = 1000) Integer limit,
      @Member(min = 1, max = 1024, pattern = "[\\u0020-\\u00FF]*") String marker) {

    /**
     * A request without any member.
     *
     * @return the request
     */
    public static Request of() {
      return new Request(null, null, null, null);
    }

    /**
     * The same request with CustomKeyStoreId.
     *
     * @param customKeyStoreId custom key store that holds the key
     * @return a new request
     */
    public Request withCustomKeyStoreId(String customKeyStoreId) {
      return new Request(customKeyStoreId, customKeyStoreName, limit, marker);
    }

    /**
     * The same request with CustomKeyStoreName.
     *
     * @param customKeyStoreName name of the custom key store
     * @return a new request
     */
    public Request withCustomKeyStoreName(String customKeyStoreName) {
      return new Request(customKeyStoreId, customKeyStoreName, limit, marker);
    }

    /**
     * The same request with Limit.
     *
     * @param limit most entries wanted
     * @return a new request
     */
    public Request withLimit(Integer limit) {
      return new Request(customKeyStoreId, customKeyStoreName, limit, marker);
    }

    /**
     * The same request with Marker.
     *
     * @param marker where the page before ended
     * @return a new request
     */
    public Request withMarker(String marker) {
      return new Request(customKeyStoreId, customKeyStoreName, limit, marker);
    }
  }

  /**
   * What is answered.
   *
   * @param customKeyStores one page
   * @param nextMarker where the next page starts; only if truncated
   * @param truncated whether more pages follow
   */
  record Response(
      List<CustomKeyStoresListEntry> customKeyStores,
      @Member(min = 1, max = 1024, pattern = "[\\u0020-\\u00FF]*") String nextMarker,
      Boolean truncated) {}
}
