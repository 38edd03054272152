package dev.keyward.embedded.policy;

import java.util.List;

/**
 * The values that the conditions of a policy are compared with. Asked only for the keys that a
 * policy in question names, so nothing else need be computed.
 *
 * <p>Times are given in seconds since 1970, which date and numeric operators both understand.
 */
@FunctionalInterface
public interface Conditions {
  /**
   * The values of a key in this request.
   *
   * @param lowerCaseKey for example {@code kms:encryptioncontext:tenant}
   * @return empty if the request does not have the key
   */
  List<String> values(String lowerCaseKey);

  /**
   * A request without any key.
   *
   * @return no values, whatever is asked
   */
  static Conditions none() {
    return key -> List.of();
  }
}
