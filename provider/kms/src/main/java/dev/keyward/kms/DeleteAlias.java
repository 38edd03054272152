package dev.keyward.kms;

/** DeleteAlias: deletes an alias; its key stays. */
public interface DeleteAlias {

  /**
   * What is asked.
   *
   * @param aliasName alias name with its alias/ prefix
   */
  record Request(
      @Member(required = true, min = 1, max = 256, pattern = "^[a-zA-Z0-9:/_-]+$")
          String aliasName) {

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param aliasName alias name with its alias/ prefix
     * @return the request
     */
    public static Request of(String aliasName) {
      return new Request(aliasName);
    }
  }
}
