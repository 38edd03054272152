package dev.keyward.embedded.policy;

import java.util.List;
import java.util.Map;

/**
 * One request with everything that bears on it, in the form it has outside of the evaluator.
 *
 * @param caller ARN or name of a service
 * @param callerAccount empty for a service
 * @param action for example {@code kms:Decrypt}
 * @param resource ARN, or {@code *}
 * @param resourceAccount owner of the resource
 * @param context values by lower-case key
 * @param keyPolicy document, or null
 * @param identity documents
 * @param boundary document, or null
 * @param session document, or null
 * @param organization documents
 * @param grants on the key
 */
record Case(
    String caller,
    String callerAccount,
    String action,
    String resource,
    String resourceAccount,
    Map<String, List<String>> context,
    String keyPolicy,
    List<String> identity,
    String boundary,
    String session,
    List<String> organization,
    List<SomeGrant> grants) {

  /** A grant in outline. */
  record SomeGrant(
      String grantee,
      List<String> operations,
      Map<String, String> equal,
      Map<String, String> subset) {}
}
