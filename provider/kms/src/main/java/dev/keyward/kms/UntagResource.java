package dev.keyward.kms;

import java.util.List;

/** UntagResource: removes tags from a key. */
public interface UntagResource {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param tagKeys names of the tags
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(required = true, elementMin = 1, elementMax = 128) List<String> tagKeys) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @param tagKeys names of the tags
     * @return the request
     */
    public static Request of(String keyId, List<String> tagKeys) {
      return new Request(keyId, tagKeys);
    }
  }
}
