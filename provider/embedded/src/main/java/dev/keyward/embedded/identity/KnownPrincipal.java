package dev.keyward.embedded.identity;

import dev.keyward.embedded.policy.IdentityPolicies;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a decision needs of a principal, ready for use.
 *
 * @param policies its policies and limits; a session policy is added by whoever knows the session
 * @param tags its tags, by their names in lower case
 * @param uniqueId its id, if it is a user or role of this store, or a session of such a role
 */
public record KnownPrincipal(
    IdentityPolicies policies, Map<String, String> tags, Optional<String> uniqueId) {
  /** Copies the tags. */
  public KnownPrincipal {
    Objects.requireNonNull(policies, "policies");
    tags = Map.copyOf(tags);
    Objects.requireNonNull(uniqueId, "uniqueId");
  }
}
