package dev.keyward.model;

import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One alias and the key it points to.
 *
 * @param name the alias
 * @param target the key; empty for an alias of a service whose key was never used
 * @param created when the alias was made, if the backend says
 * @param updated when it was last pointed to a key, if the backend says
 */
public record AliasEntry(
    AliasName name, Optional<KeyId> target, Optional<Instant> created, Optional<Instant> updated) {

  public AliasEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(updated, "updated");
  }
}
