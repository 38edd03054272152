package dev.keyward.kms;

import java.util.List;

/** DescribeKey: describes a key in whatever state it is. */
public interface DescribeKey {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param grantTokens grants that may not be known everywhere yet
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(max = 10, elementMin = 1, elementMax = 8192) List<String> grantTokens) {

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
      return new Request(keyId, null);
    }

    /**
     * The same request with GrantTokens.
     *
     * @param grantTokens grants that may not be known everywhere yet
     * @return a new request
     */
    public Request withGrantTokens(List<String> grantTokens) {
      return new Request(keyId, grantTokens);
    }
  }

  /**
   * What is answered.
   *
   * @param keyMetadata the key
   */
  record Response(KeyMetadata keyMetadata) {}
}
