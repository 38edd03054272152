package dev.keyward.embedded.policy;

import java.util.Objects;

/**
 * What somebody wants to do.
 *
 * @param principal who
 * @param action the permission it takes, for example {@code kms:Decrypt}
 * @param resourceArn ARN of the key or alias; {@code *} for an action that has none
 * @param resourceAccount 12 digits: the account that the resource, or the listing, belongs to
 * @param conditions what the conditions of policies are compared with
 * @param isNamesake whether the principal is another user or role than whoever bore its name when
 *     the key policy was written: what the policy gives to the name is not for it
 */
public record AccessRequest(
    Principal principal,
    String action,
    String resourceArn,
    String resourceAccount,
    Conditions conditions,
    boolean isNamesake) {
  /** The resource of actions that are about no key and no alias. */
  public static final String NO_RESOURCE = "*";

  /** Checks that nothing is missing. */
  public AccessRequest {
    Objects.requireNonNull(principal, "principal");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(resourceArn, "resourceArn");
    Objects.requireNonNull(resourceAccount, "resourceAccount");
    Objects.requireNonNull(conditions, "conditions");
  }

  /**
   * A request of somebody whom key policies mean by its name.
   *
   * @param principal who
   * @param action the permission it takes
   * @param resourceArn ARN of the key or alias
   * @param resourceAccount the account that the resource, or the listing, belongs to
   * @param conditions what the conditions of policies are compared with
   */
  public AccessRequest(
      Principal principal,
      String action,
      String resourceArn,
      String resourceAccount,
      Conditions conditions) {
    this(principal, action, resourceArn, resourceAccount, conditions, false);
  }

  /** Whether the caller is of the account that owns the resource. */
  boolean isFromOwner() {
    return principal.account().filter(resourceAccount::equals).isPresent();
  }

  /** Whether the caller is the root of an account. */
  boolean isFromRoot() {
    return principal instanceof Principal.Root;
  }
}
