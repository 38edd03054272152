package dev.keyward.embedded;

import dev.keyward.identity.Identity;

/** Policy documents for tests, and the users they speak of. */
final class Policies {
  static final String ACCOUNT = EmbeddedKmsFixture.SCOPE.account();
  static final String ROOT = "arn:aws:iam::" + ACCOUNT + ":root";

  private Policies() {}

  static String user(EmbeddedKms kms, String name) {
    return kms.identities().create(Identity.Kind.USER, ACCOUNT, name).arn();
  }

  /** A key policy with these statements. */
  static String key(String... statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
  }

  /** The statement that leaves the key to its account. */
  static String delegation() {
    return allow(ROOT, "kms:*");
  }

  static String allow(String principal, String action) {
    return statement("Allow", principal, action, "");
  }

  static String deny(String principal, String action) {
    return statement("Deny", principal, action, "");
  }

  /**
   * One statement of a key policy.
   *
   * @param condition operators with their keys, as JSON without the outer braces; may be empty
   */
  static String statement(String effect, String principal, String action, String condition) {
    return "{\"Effect\":\""
        + effect
        + "\",\"Principal\":"
        + (principal.equals("*") ? "\"*\"" : "{\"AWS\":\"" + principal + "\"}")
        + ",\"Action\":\""
        + action
        + "\",\"Resource\":\"*\""
        + conditions(condition)
        + "}";
  }

  /** A policy of a user with one statement. */
  static String identity(String effect, String action, String resource, String condition) {
    return key(
        "{\"Effect\":\""
            + effect
            + "\",\"Action\":\""
            + action
            + "\",\"Resource\":\""
            + resource
            + "\""
            + conditions(condition)
            + "}");
  }

  private static String conditions(String condition) {
    return condition.isEmpty() ? "" : ",\"Condition\":{" + condition + "}";
  }
}
