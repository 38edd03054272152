package dev.keyward.embedded;

import dev.keyward.embedded.policy.Principal;

/** How policies and audit records call a principal. */
final class Identity {
  private Identity() {}

  /** As {@code aws:PrincipalType} has it; null for a service. */
  static String type(Principal principal) {
    if (principal instanceof Principal.Root) {
      return "Account";
    }
    if (principal instanceof Principal.User) {
      return "User";
    }
    if (principal instanceof Principal.FederatedUser) {
      return "FederatedUser";
    }
    return principal instanceof Principal.Service ? null : "AssumedRole";
  }

  /** As the audit record's {@code userIdentity} has it. */
  static String auditType(Principal principal) {
    if (principal instanceof Principal.Root) {
      return "Root";
    }
    if (principal instanceof Principal.User) {
      return "IAMUser";
    }
    if (principal instanceof Principal.FederatedUser) {
      return "FederatedUser";
    }
    return principal instanceof Principal.Service ? "AWSService" : "AssumedRole";
  }

  /** As {@code aws:userid} has it; null for a service. */
  static String id(Principal principal) {
    if (principal instanceof Principal.Root root) {
      return root.id();
    }
    if (principal instanceof Principal.User user) {
      return user.name();
    }
    if (principal instanceof Principal.AssumedRole role) {
      return role.role() + ":" + role.session();
    }
    if (principal instanceof Principal.FederatedUser federated) {
      return federated.id() + ":" + federated.name();
    }
    return principal instanceof Principal.Role role ? role.name() : null;
  }

  /** As {@code aws:username} has it: for users only. */
  static String userName(Principal principal) {
    return principal instanceof Principal.User user ? user.name() : null;
  }
}
