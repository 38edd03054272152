package dev.keyward.embedded.identity;

import dev.keyward.identity.ManagedPolicy;
import java.time.Instant;

/**
 * A managed policy, or a limit of an account, as the store keeps it (in JSON).
 *
 * @param arn its ARN
 * @param account 12 digits
 * @param name its name
 * @param document the policy document
 * @param created when it was created
 */
record PolicyRecord(String arn, String account, String name, String document, Instant created) {
  ManagedPolicy policy() {
    return new ManagedPolicy(arn, account, name, document, created);
  }
}
