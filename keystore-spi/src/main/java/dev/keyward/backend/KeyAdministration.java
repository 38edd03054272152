package dev.keyward.backend;

import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** The capability to create and delete keys and aliases. */
public interface KeyAdministration {

  /**
   * Creates a key.
   *
   * @param key what to create
   * @return its metadata
   */
  KeyMetadata createKey(NewKey key);

  /**
   * Points an alias to a key, making the alias if it is not there.
   *
   * @param alias the alias
   * @param target the key
   */
  void putAlias(AliasName alias, KeyId target);

  /**
   * Deletes an alias. The key stays.
   *
   * @param alias the alias
   */
  void deleteAlias(AliasName alias);

  /**
   * Starts the waiting period before a key is deleted.
   *
   * @param key the key
   * @param days length of the waiting period, 7 to 30 days
   * @return when it ends
   */
  Instant scheduleDeletion(KeyId key, int days);

  /**
   * What to create.
   *
   * @param spec its spec
   * @param usage its usage; one of those the spec allows
   * @param description free text, at most 8,192 characters
   * @param tags names and values
   */
  record NewKey(KeySpec spec, KeyUsage usage, String description, Map<String, String> tags) {
    public NewKey {
      Objects.requireNonNull(spec, "spec");
      Objects.requireNonNull(usage, "usage");
      Objects.requireNonNull(description, "description");
      tags = Map.copyOf(tags);
      if (!spec.usages().contains(usage)) {
        throw new IllegalArgumentException(
            "a key of spec " + spec + " has usage " + spec.usages() + ", not " + usage);
      }
    }
  }
}
