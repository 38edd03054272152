package dev.keyward.embedded.policy;

import java.util.Optional;

/**
 * Whether somebody who sets a key policy could set it again. A key whose policy nobody can change
 * is lost for ever, so the KMS refuses such a policy unless told not to check.
 */
public final class LockoutCheck {
  /** The permission in question. */
  public static final String ACTION = "kms:PutKeyPolicy";

  /** The KMS's error text for a policy that fails the check. */
  public static final String MESSAGE =
      "The new key policy will not allow you to update the key policy in the future.";

  private LockoutCheck() {}

  /**
   * Tells whether a caller may set the policy of a key that has a given policy, be it that the
   * policy names the caller, or leaves it to the account and the account allows it. Grants cannot
   * give this permission.
   *
   * @param request the request that sets the policy; its action does not matter
   * @param newPolicy the policy to be set
   * @param identity what the caller brings along
   * @return false if the policy would lock its author out
   */
  public static boolean passes(
      AccessRequest request, PolicyDocument newPolicy, IdentityPolicies identity) {
    AccessRequest again =
        new AccessRequest(
            request.principal(),
            ACTION,
            request.resourceArn(),
            request.resourceAccount(),
            request.conditions());
    return Authorization.decide(again, Optional.of(newPolicy), identity, Optional::empty)
        .isAllowed();
  }
}
