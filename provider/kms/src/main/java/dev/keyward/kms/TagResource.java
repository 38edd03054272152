package dev.keyward.kms;

import java.util.List;

/** TagResource: adds tags to a key or replaces their values. */
public interface TagResource {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param tags names and values
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(required = true) List<Tag> tags) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @param tags names and values
     * @return the request
     */
    public static Request of(String keyId, List<Tag> tags) {
      return new Request(keyId, tags);
    }
  }
}
