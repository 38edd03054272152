package dev.keyward.kms;

import java.util.List;

/** ListKeyRotations: lists the rotations or all key material of a key. */
public interface ListKeyRotations {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param includeKeyMaterial whether key material that is no rotation is listed too
   * @param limit most entries wanted
   * @param marker where the page before ended
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      IncludeKeyMaterial includeKeyMaterial,
      @Member(min = 1, max = 1000) Integer limit,
      @Member(min = 1, max = 1024, pattern = "[\\u0020-\\u00FF]*") String marker) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @return the request
     */
    public static Request of(String keyId) {
      return new Request(keyId, null, null, null);
    }

    /**
     * The same request with IncludeKeyMaterial.
     *
     * @param includeKeyMaterial whether key material that is no rotation is listed too
     * @return a new request
     */
    public Request withIncludeKeyMaterial(IncludeKeyMaterial includeKeyMaterial) {
      return new Request(keyId, includeKeyMaterial, limit, marker);
    }

    /**
     * The same request with Limit.
     *
     * @param limit most entries wanted
     * @return a new request
     */
    public Request withLimit(Integer limit) {
      return new Request(keyId, includeKeyMaterial, limit, marker);
    }

    /**
     * The same request with Marker.
     *
     * @param marker where the page before ended
     * @return a new request
     */
    public Request withMarker(String marker) {
      return new Request(keyId, includeKeyMaterial, limit, marker);
    }
  }

  /**
   * What is answered.
   *
   * @param rotations one page
   * @param nextMarker where the next page starts; only if truncated
   * @param truncated whether more pages follow
   */
  record Response(
      List<RotationsListEntry> rotations,
      @Member(min = 1, max = 1024, pattern = "[\\u0020-\\u00FF]*") String nextMarker,
      Boolean truncated) {}
}
