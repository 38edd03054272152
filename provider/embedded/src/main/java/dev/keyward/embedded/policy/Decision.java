package dev.keyward.embedded.policy;

import java.util.Objects;

/** Whether a request is allowed, and why. */
public sealed interface Decision {
  /**
   * Tells whether the request is allowed.
   *
   * @return true for {@link Allowed}
   */
  default boolean isAllowed() {
    return this instanceof Allowed;
  }

  /** What a permission rests on. */
  enum Ground {
    /** The key policy names the caller. */
    KEY_POLICY,
    /** The key policy leaves it to the caller's account, and a policy of the caller allows it. */
    DELEGATION,
    /** The action takes no more than a policy of the caller. */
    IDENTITY_POLICY,
    /** The caller is the root of the account that the resource or listing belongs to. */
    ACCOUNT_ROOT,
    /** A grant. */
    GRANT
  }

  /**
   * The request is allowed.
   *
   * @param ground what by
   * @param name the Sid of the statement, or the id of the grant; may be empty
   */
  record Allowed(Ground ground, String name) implements Decision {
    public Allowed {
      Objects.requireNonNull(ground, "ground");
      Objects.requireNonNull(name, "name");
    }
  }

  /**
   * The request is denied.
   *
   * @param explicit true if a statement denies it, false if nothing allows it
   * @param policy the kind of policy that denies it, or should have allowed it
   * @param sid the Sid of the statement that denies; empty if there is none
   */
  record Denied(boolean explicit, PolicyKind policy, String sid) implements Decision {
    public Denied {
      Objects.requireNonNull(policy, "policy");
      Objects.requireNonNull(sid, "sid");
    }

    /**
     * What a caller is told about a key of another account, whether or not it exists.
     *
     * @return not explicit, for want of a key policy
     */
    public static Denied ofForeignKey() {
      return new Denied(false, PolicyKind.KEY, PolicyDocument.NO_SID);
    }

    /**
     * The text of the AccessDeniedException. Callers of another account always get the same one, so
     * that they learn nothing about keys they have nothing to do with.
     *
     * @param request the request that was denied
     * @return one line
     */
    public String message(AccessRequest request) {
      boolean foreign = request.principal().account().isPresent() && !request.isFromOwner();
      Denied told = foreign ? ofForeignKey() : this;
      String because =
          told.explicit
              ? " with an explicit deny in " + told.policy.one()
              : " because " + told.policy.none() + " allows the " + request.action() + " action";
      return "User: "
          + request.principal().arn()
          + " is not authorized to perform: "
          + request.action()
          + " on resource: "
          + request.resourceArn()
          + because;
    }
  }
}
