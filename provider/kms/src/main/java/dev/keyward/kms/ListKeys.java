package dev.keyward.kms;

import java.util.List;

/** ListKeys: lists the keys of the account and Region, in every state. */
public interface ListKeys {

  /**
   * What is asked.
   *
   * @param limit most entries wanted
   * @param marker where the page before ended
   */
  record Request(
      @Member(min = 1, max = 1000) Integer limit,
      @Member(min = 1, max = 1024, pattern = "[\\u0020-\\u00FF]*") String marker) {

    /**
     * A request without any member.
     *
     * @return the request
     */
    public static Request of() {
      return new Request(null, null);
    }

    /**
     * The same request with Limit.
     *
     * @param limit most entries wanted
     * @return a new request
     */
    public Request withLimit(Integer limit) {
      return new Request(limit, marker);
    }

    /**
     * The same request with Marker.
     *
     * @param marker where the page before ended
     * @return a new request
     */
    public Request withMarker(String marker) {
      return new Request(limit, marker);
    }
  }

  /**
   * What is answered.
   *
   * @param keys the keys
   * @param nextMarker where the next page starts; only if truncated
   * @param truncated whether more pages follow
   */
  record Response(
      List<KeyListEntry> keys,
      @Member(min = 1, max = 1024, pattern = "[\\u0020-\\u00FF]*") String nextMarker,
      Boolean truncated) {}
}
