package dev.keyward.kms;

import java.util.List;

/** ListAliases: lists the aliases of the account and Region, or of one key. */
public interface ListAliases {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param limit most entries wanted
   * @param marker where the page before ended
   */
  record Request(
      @Member(min = 1, max = 2048) String keyId,
      @Member(min = 1, max = 1000) Integer limit,
      @Member(min = 1, max = 1024, pattern = "[\\u0020-\\u00FF]*") String marker) {

    /**
     * A request without any member.
     *
     * @return the request
     */
    public static Request of() {
      return new Request(null, null, null);
    }

    /**
     * The same request with KeyId.
     *
     * @param keyId the key
     * @return a new request
     */
    public Request withKeyId(String keyId) {
      return new Request(keyId, limit, marker);
    }

    /**
     * The same request with Limit.
     *
     * @param limit most entries wanted
     * @return a new request
     */
    public Request withLimit(Integer limit) {
      return new Request(keyId, limit, marker);
    }

    /**
     * The same request with Marker.
     *
     * @param marker where the page before ended
     * @return a new request
     */
    public Request withMarker(String marker) {
      return new Request(keyId, limit, marker);
    }
  }

  /**
   * What is answered.
   *
   * @param aliases the aliases
   * @param nextMarker where the next page starts; only if truncated
   * @param truncated whether more pages follow
   */
  record Response(
      List<AliasListEntry> aliases,
      @Member(min = 1, max = 1024, pattern = "[\\u0020-\\u00FF]*") String nextMarker,
      Boolean truncated) {}
}
