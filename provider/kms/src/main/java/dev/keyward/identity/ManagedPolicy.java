package dev.keyward.identity;

import java.time.Instant;
import java.util.Objects;

/**
 * A policy with a name of its own, to be attached to users and roles or to limit an account.
 *
 * @param arn its ARN
 * @param account 12 digits
 * @param name unique in the account
 * @param document the policy document
 * @param created when it was created
 */
public record ManagedPolicy(
    String arn, String account, String name, String document, Instant created) {
  /** Checks that nothing is missing. */
  public ManagedPolicy {
    Objects.requireNonNull(arn, "arn");
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(document, "document");
    Objects.requireNonNull(created, "created");
  }
}
