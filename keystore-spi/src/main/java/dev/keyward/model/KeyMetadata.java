package dev.keyward.model;

import dev.keyward.model.KeyReference.KeyArn;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known about a KMS key without using it.
 *
 * @param arn the key
 * @param spec its key spec
 * @param usage its usage
 * @param state its state when the backend answered
 * @param origin where its material comes from
 * @param description free text; may be empty
 * @param creationDate when it was created
 * @param deletionDate when its waiting period ends; present only while it is pending deletion
 */
public record KeyMetadata(
    KeyArn arn,
    KeySpec spec,
    KeyUsage usage,
    KeyState state,
    KeyOrigin origin,
    String description,
    Instant creationDate,
    Optional<Instant> deletionDate) {

  public KeyMetadata {
    Objects.requireNonNull(arn, "arn");
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(creationDate, "creationDate");
    Objects.requireNonNull(deletionDate, "deletionDate");
  }
}
