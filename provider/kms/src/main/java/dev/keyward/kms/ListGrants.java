package dev.keyward.kms;

import java.util.List;

/** ListGrants: lists the grants of a key. */
public interface ListGrants {

  /**
   * What is asked.
   *
   * @param limit most entries wanted
   * @param marker where the page before ended
   * @param keyId the key
   * @param grantId the grant
   * @param granteePrincipal who may use the key
   * @param granteeServicePrincipal service that may use the key
   */
  record Request(
      @Member(min = 1, max = 1000) Integer limit,
      @Member(min = 1, max = 1024, pattern = "[\\u0020-\\u00FF]*") String marker,
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(min = 1, max = 128) String grantId,
      @Member(min = 1, max = 256, pattern = "^[\\w+=,.@:/-]+$") String granteePrincipal,
      String granteeServicePrincipal) {

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
      return new Request(null, null, keyId, null, null, null);
    }

    /**
     * The same request with Limit.
     *
     * @param limit most entries wanted
     * @return a new request
     */
    public Request withLimit(Integer limit) {
      return new Request(limit, marker, keyId, grantId, granteePrincipal, granteeServicePrincipal);
    }

    /**
     * The same request with Marker.
     *
     * @param marker where the page before ended
     * @return a new request
     */
    public Request withMarker(String marker) {
      return new Request(limit, marker, keyId, grantId, granteePrincipal, granteeServicePrincipal);
    }

    /**
     * The same request with GrantId.
     *
     * @param grantId the grant
     * @return a new request
     */
    public Request withGrantId(String grantId) {
      return new Request(limit, marker, keyId, grantId, granteePrincipal, granteeServicePrincipal);
    }

    /**
     * The same request with GranteePrincipal.
     *
     * @param granteePrincipal who may use the key
     * @return a new request
     */
    public Request withGranteePrincipal(String granteePrincipal) {
      return new Request(limit, marker, keyId, grantId, granteePrincipal, granteeServicePrincipal);
    }

    /**
     * The same request with GranteeServicePrincipal.
     *
     * @param granteeServicePrincipal service that may use the key
     * @return a new request
     */
    public Request withGranteeServicePrincipal(String granteeServicePrincipal) {
      return new Request(limit, marker, keyId, grantId, granteePrincipal, granteeServicePrincipal);
    }
  }

  /**
   * What is answered.
   *
   * @param grants one page
   * @param nextMarker where the next page starts; only if truncated
   * @param truncated whether more pages follow
   */
  record Response(
      List<GrantListEntry> grants,
      @Member(min = 1, max = 1024, pattern = "[\\u0020-\\u00FF]*") String nextMarker,
      Boolean truncated) {}
}
