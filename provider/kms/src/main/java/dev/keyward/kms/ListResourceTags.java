package dev.keyward.kms;

import java.util.List;

/** ListResourceTags: lists the tags of a key. */
public interface ListResourceTags {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param limit most entries wanted
   * @param marker where the page before ended
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(min = 1, max = 1000) Integer limit,
      @Member(min = 1, max = 1024, pattern = "[\\u0020-\\u00FF]*") String marker) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @return the request
     */
    public static Request of(String keyId) {
      return new Request(keyId, null, null);
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
   * @param tags names and values
   * @param nextMarker where the next page starts; only if truncated
   * @param truncated whether more pages follow
   */
  record Response(
      List<Tag> tags,
      @Member(min = 1, max = 1024, pattern = "[\\u0020-\\u00FF]*") String nextMarker,
      Boolean truncated) {}
}
