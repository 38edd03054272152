package dev.keyward.embedded.policy;

import java.util.Set;

/**
 * Whom a statement of a key policy is about.
 *
 * @param everybody whether it names {@code *}
 * @param named the principals it names
 * @param inverted whether it is about everybody else
 */
record PrincipalMatcher(boolean everybody, Set<Principal> named, boolean inverted) {

  /** How a statement concerns a caller. */
  enum Reach {
    /** Not at all. */
    NONE,
    /** It names the caller's account: what the account's own policies say decides. */
    ACCOUNT,
    /** It names the caller, or everybody. */
    CALLER
  }

  /**
   * How the statement concerns a caller. An account that is excepted from {@code NotPrincipal}
   * excepts its root user, not everybody in it.
   *
   * @param denies whether the statement denies; what denies a name denies it to namesakes, too
   */
  Reach reach(AccessRequest request, boolean denies) {
    Principal caller = request.principal();
    boolean meant = !request.isNamesake() || denies && !inverted;
    boolean names = everybody || meant && names(caller);
    if (inverted) {
      return names ? Reach.NONE : Reach.CALLER;
    }
    if (names) {
      return Reach.CALLER;
    }
    return namesAccountOf(caller) ? Reach.ACCOUNT : Reach.NONE;
  }

  private boolean names(Principal caller) {
    for (Principal principal : named) {
      if (caller.answersTo(principal)) {
        return true;
      }
    }
    return false;
  }

  private boolean namesAccountOf(Principal caller) {
    if (caller.account().isEmpty()) {
      return false;
    }
    String account = caller.account().get();
    for (Principal principal : named) {
      if (principal instanceof Principal.Root root && root.id().equals(account)) {
        return true;
      }
    }
    return false;
  }
}
