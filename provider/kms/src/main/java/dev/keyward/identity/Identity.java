package dev.keyward.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A user or role.
 *
 * @param arn its ARN
 * @param kind which of both
 * @param account 12 digits
 * @param name unique in the account for its kind
 * @param uniqueId an id that is never given again: {@code AIDA…} for a user, {@code AROA…} for a
 *     role
 * @param created when it was created
 * @param inlinePolicies its own policies by name
 * @param attachedPolicies ARNs of the managed policies attached to it
 * @param tags its tags
 * @param boundary ARN of the managed policy that its permissions end at
 */
public record Identity(
    String arn,
    Kind kind,
    String account,
    String name,
    String uniqueId,
    Instant created,
    Map<String, String> inlinePolicies,
    Set<String> attachedPolicies,
    Map<String, String> tags,
    Optional<String> boundary) {

  /** Copies the collections. */
  public Identity {
    Objects.requireNonNull(arn, "arn");
    Objects.requireNonNull(kind, "kind");
    inlinePolicies = Map.copyOf(inlinePolicies);
    attachedPolicies = Set.copyOf(attachedPolicies);
    tags = Map.copyOf(tags);
    Objects.requireNonNull(boundary, "boundary");
  }

  /** What an identity is. */
  public enum Kind {
    /** Somebody, or some program, with credentials of its own. */
    USER,
    /** What others may become for a while. */
    ROLE
  }
}
