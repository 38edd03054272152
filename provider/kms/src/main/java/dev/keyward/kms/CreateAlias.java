package dev.keyward.kms;

/** CreateAlias: creates a name for a key. */
public interface CreateAlias {

  /**
   * What is asked.
   *
   * @param aliasName alias name with its alias/ prefix
   * @param targetKeyId key the alias points to
   */
  record Request(
      @Member(required = true, min = 1, max = 256, pattern = "^[a-zA-Z0-9:/_-]+$") String aliasName,
      @Member(required = true, min = 1, max = 2048) String targetKeyId) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param aliasName alias name with its alias/ prefix
     * @param targetKeyId key the alias points to
     * @return the request
     */
    public static Request of(String aliasName, String targetKeyId) {
      return new Request(aliasName, targetKeyId);
    }
  }
}
