package dev.keyward.embedded.policy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The policies that a caller brings along. A limit that is absent limits nothing.
 *
 * @param policies its inline and attached policies
 * @param boundary its permissions boundary
 * @param session the policy of its session
 * @param organization what its account is limited to: one of these must allow; empty for no limit
 */
public record IdentityPolicies(
    List<PolicyDocument> policies,
    Optional<PolicyDocument> boundary,
    Optional<PolicyDocument> session,
    List<PolicyDocument> organization) {
  private static final IdentityPolicies NONE =
      new IdentityPolicies(List.of(), Optional.empty(), Optional.empty(), List.of());

  /** Copies the lists. */
  public IdentityPolicies {
    policies = List.copyOf(policies);
    Objects.requireNonNull(boundary, "boundary");
    Objects.requireNonNull(session, "session");
    organization = List.copyOf(organization);
  }

  /**
   * A caller without policies and without limits.
   *
   * @return always the same
   */
  public static IdentityPolicies none() {
    return NONE;
  }

  /**
   * These policies in a session that has a policy of its own.
   *
   * @param limit the session's policy
   * @return the same policies with that limit
   */
  public IdentityPolicies withSession(PolicyDocument limit) {
    return new IdentityPolicies(policies, boundary, Optional.of(limit), organization);
  }
}
