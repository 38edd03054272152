package dev.keyward.embedded.policy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A policy document, checked and made ready for evaluation. Immutable and thread-safe.
 *
 * <p>Key policies name principals and belong to one key; identity policies name none and belong to
 * a user, role, boundary, session or organization. Source: AWS IAM user guide, grammar of the JSON
 * policy language, versions 2008-10-17 and 2012-10-17.
 */
public final class PolicyDocument {
  /** Longest document, in bytes of UTF-8. */
  public static final int MAX_BYTES = 32_768;

  /** What stands for a statement without Sid. */
  static final String NO_SID = "";

  private final List<Statement> statements;

  PolicyDocument(List<Statement> statements) {
    this.statements = List.copyOf(statements);
  }

  /**
   * Tells whether a text is longer than a document may be; the KMS has an error of its own for it.
   *
   * @param text a policy document
   * @return true if it has more than {@value #MAX_BYTES} bytes
   */
  public static boolean isTooLong(String text) {
    return text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
  }

  /**
   * Reads the policy of a key.
   *
   * @param text the document
   * @return the policy
   * @throws MalformedPolicyException if it is not one
   */
  public static PolicyDocument keyPolicy(String text) {
    return PolicyParser.parse(text, PolicyParser.Form.KEY_POLICY);
  }

  /**
   * Reads a policy of a user, role, boundary, session or organization.
   *
   * @param text the document
   * @return the policy
   * @throws MalformedPolicyException if it is not one
   */
  public static PolicyDocument identityPolicy(String text) {
    return PolicyParser.parse(text, PolicyParser.Form.IDENTITY_POLICY);
  }

  /**
   * What stands for a stored document that cannot be read: it denies everything to everybody.
   *
   * @return always the same
   */
  public static PolicyDocument denyingEverything() {
    return DenyEverything.POLICY;
  }

  /**
   * The principals that a key policy names.
   *
   * @return without {@code *}
   */
  public Set<Principal> principals() {
    Set<Principal> all = new LinkedHashSet<>();
    for (Statement statement : statements) {
      statement.principals().ifPresent(matcher -> all.addAll(matcher.named()));
    }
    return all;
  }

  /**
   * Checks that the principals that a key policy names exist.
   *
   * @param directory knows them
   * @throws MalformedPolicyException if one does not exist
   */
  public void requireKnownPrincipals(PrincipalDirectory directory) {
    Objects.requireNonNull(directory, "directory");
    for (Principal principal : principals()) {
      if (!directory.exists(principal)) {
        throw new MalformedPolicyException(
            "Policy contains a statement with one or more invalid principals.");
      }
    }
  }

  /**
   * What the document says to a question.
   *
   * @param deny the statement that denies, if one does
   * @param allowsCaller the statement that allows it to the caller, if one does
   * @param allowsAccount the statement that allows it to the caller's account, if one does
   */
  record Finding(
      Optional<Statement> deny,
      Optional<Statement> allowsCaller,
      Optional<Statement> allowsAccount) {
    static final Finding NOTHING =
        new Finding(Optional.empty(), Optional.empty(), Optional.empty());

    boolean allows() {
      return allowsCaller.isPresent();
    }
  }

  /** Looks at every statement: a Deny anywhere counts, whatever stands before it. */
  Finding evaluate(Question question) {
    Statement caller = null;
    Statement account = null;
    for (Statement statement : statements) {
      PrincipalMatcher.Reach reach = statement.reach(question);
      if (reach == PrincipalMatcher.Reach.NONE) {
        continue;
      }
      if (statement.denies()) {
        return new Finding(Optional.of(statement), Optional.empty(), Optional.empty());
      }
      if (reach == PrincipalMatcher.Reach.CALLER) {
        caller = caller == null ? statement : caller;
      } else {
        account = account == null ? statement : account;
      }
    }
    return caller == null && account == null
        ? Finding.NOTHING
        : new Finding(Optional.empty(), Optional.ofNullable(caller), Optional.ofNullable(account));
  }

  /** Holder of the one document that denies everything; made when it is first needed. */
  private static final class DenyEverything {
    private static final PolicyDocument POLICY =
        keyPolicy(
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"unreadable policy\","
                + "\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}}");
  }
}
