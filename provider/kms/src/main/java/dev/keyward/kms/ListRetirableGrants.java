package dev.keyward.kms;

import java.util.List;

/** ListRetirableGrants: lists the grants that a principal may retire. */
public interface ListRetirableGrants {

  /**
   * What is asked.
   *
   * @param limit most entries wanted
   * @param marker where the page before ended
   * @param retiringPrincipal who may retire the grant
   * @param retiringServicePrincipal service that may retire the grant
   */
  record Request(
      @Member(min = 1, max = 1000) Integer limit,
      @Member(min = 1, max = 1024, pattern = "[\\u0020-\\u00FF]*") String marker,
      @Member(min = 1, max = 256, pattern = "^[\\w+=,.@:/-]+$") String retiringPrincipal,
      String retiringServicePrincipal) {

    @Override
    public String toString() {
      return Described.text(this);
    }

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param retiringPrincipal who may retire the grant
     * @return the request
     */
    public static Request of(String retiringPrincipal) {
      return new Request(null, null, retiringPrincipal, null);
    }

    /**
     * The same request with Limit.
     *
     * @param limit most entries wanted
     * @return a new request
     */
    public Request withLimit(Integer limit) {
      return new Request(limit, marker, retiringPrincipal, retiringServicePrincipal);
    }

    /**
     * The same request with Marker.
     *
     * @param marker where the page before ended
     * @return a new request
     */
    public Request withMarker(String marker) {
      return new Request(limit, marker, retiringPrincipal, retiringServicePrincipal);
    }

    /**
     * The same request with RetiringServicePrincipal.
     *
     * @param retiringServicePrincipal service that may retire the grant
     * @return a new request
     */
    public Request withRetiringServicePrincipal(String retiringServicePrincipal) {
      return new Request(limit, marker, retiringPrincipal, retiringServicePrincipal);
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
