package dev.keyward.embedded.lifecycle;

import dev.keyward.embedded.store.Change;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Creates, re-points and deletes aliases.
 *
 * <p>The key counts its aliases; so each of these changes the key's record too, and the quota and
 * the key's state are checked in the same compare-and-set.
 */
public final class AliasLifecycle {
  /** Most aliases that point to one key. */
  public static final int MAX_ALIASES_PER_KEY = 50;

  private final KeyTable table;
  private final KeyResolver resolver;
  private final Scope scope;
  private final InstantSource clock;

  /**
   * Makes it.
   *
   * @param table keys and aliases
   * @param resolver finds keys
   * @param scope account and Region
   * @param clock the time
   */
  public AliasLifecycle(KeyTable table, KeyResolver resolver, Scope scope, InstantSource clock) {
    this.table = table;
    this.resolver = resolver;
    this.scope = scope;
    this.clock = clock;
  }

  /**
   * Creates an alias.
   *
   * @param aliasName its name
   * @param targetKeyId key id or ARN
   */
  public void create(String aliasName, String targetKeyId) {
    AliasName name = checked(aliasName);
    KeyLifecycle.retrying(
        () -> {
          Optional<Versioned<AliasRecord>> known = table.freshAlias(name);
          if (known.flatMap(this::targetOf).isPresent()) {
            throw new KmsServiceException(
                ErrorCode.ALREADY_EXISTS,
                "An alias with the name " + scope.arn(name) + " already exists");
          }
          Versioned<KeyRecord> key = target(targetKeyId);
          Instant now = now();
          AliasRecord alias = new AliasRecord(name.text(), key.value().keyId(), now, now);
          // The record of an alias that vanished with its key is still there, and is taken over.
          long version = known.map(Versioned::version).orElse(0L);
          table.commit(List.of(table.put(alias, version), counting(key, 1)));
          return null;
        });
  }

  /**
   * Points an alias to another key of the same class and usage.
   *
   * @param aliasName its name
   * @param targetKeyId key id or ARN
   */
  public void update(String aliasName, String targetKeyId) {
    AliasName name = checked(aliasName);
    KeyLifecycle.retrying(
        () -> {
          Versioned<AliasRecord> alias = require(name);
          Versioned<KeyRecord> key = target(targetKeyId);
          Versioned<KeyRecord> old = requireTarget(name, alias);
          requireSameClass(name, old.value(), key.value());
          table.commit(repointing(alias, old, key));
          return null;
        });
  }

  /**
   * Deletes an alias.
   *
   * @param aliasName its name
   */
  public void delete(String aliasName) {
    AliasName name = checked(aliasName);
    KeyLifecycle.retrying(
        () -> {
          Versioned<AliasRecord> alias = require(name);
          Versioned<KeyRecord> key = requireTarget(name, alias);
          table.commit(List.of(table.delete(name, alias.version()), counting(key, -1)));
          return null;
        });
  }

  private List<Change> repointing(
      Versioned<AliasRecord> alias, Versioned<KeyRecord> old, Versioned<KeyRecord> key) {
    AliasRecord next =
        new AliasRecord(
            alias.value().aliasName(), key.value().keyId(), alias.value().creationDate(), now());
    List<Change> changes = new ArrayList<>();
    changes.add(table.put(next, alias.version()));
    boolean moves = !alias.value().targetKeyId().equals(key.value().keyId());
    if (moves) {
      changes.add(counting(key, 1));
      changes.add(counting(old, -1));
    }
    return changes;
  }

  private Change counting(Versioned<KeyRecord> key, int difference) {
    int count = key.value().aliases() + difference;
    if (difference > 0 && count > MAX_ALIASES_PER_KEY) {
      throw new KmsServiceException(
          ErrorCode.LIMIT_EXCEEDED,
          key.value().arn() + " has " + MAX_ALIASES_PER_KEY + " aliases already.");
    }
    return table.put(key.value().withAliases(count), key.version());
  }

  private Versioned<AliasRecord> require(AliasName name) {
    return table.freshAlias(name).orElseThrow(() -> resolver.noSuchAlias(name));
  }

  private Versioned<KeyRecord> requireTarget(AliasName name, Versioned<AliasRecord> alias) {
    return targetOf(alias).orElseThrow(() -> resolver.noSuchAlias(name));
  }

  /** Empty if the key's waiting period is over: its aliases are gone together with it. */
  private Optional<Versioned<KeyRecord>> targetOf(Versioned<AliasRecord> alias) {
    return resolver.findFresh(new KeyId(alias.value().targetKeyId()));
  }

  private Versioned<KeyRecord> target(String targetKeyId) {
    if (targetKeyId.startsWith(AliasName.PREFIX) || targetKeyId.contains(":" + AliasName.PREFIX)) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION, "Aliases must refer to keys. Not aliases");
    }
    Versioned<KeyRecord> key = resolver.resolveToChange(targetKeyId);
    StateRules.check(key.value(), StateRules.Kind.NAME);
    return key;
  }

  private AliasName checked(String aliasName) {
    if (!aliasName.startsWith(AliasName.PREFIX)
        || aliasName.length() == AliasName.PREFIX.length()) {
      throw new KmsServiceException(ErrorCode.VALIDATION, "Invalid identifier");
    }
    if (aliasName.indexOf(':') >= 0) {
      throw new KmsServiceException(
          ErrorCode.INVALID_ALIAS_NAME, aliasName + " contains invalid characters for an alias");
    }
    AliasName name = resolver.aliasName(aliasName);
    if (name.isReserved()) {
      throw new KmsServiceException(
          ErrorCode.NOT_AUTHORIZED, "Aliases that begin with alias/aws/ are reserved");
    }
    return name;
  }

  private void requireSameClass(AliasName name, KeyRecord before, KeyRecord after) {
    if (before.keyUsage() != after.keyUsage()) {
      throw cannotChange(name, "key usage", before.keyUsage(), after.keyUsage());
    }
    if (before.keySpec().isKeyPair() != after.keySpec().isKeyPair()) {
      throw cannotChange(name, "key spec", before.keySpec(), after.keySpec());
    }
  }

  private KmsServiceException cannotChange(
      AliasName name, String what, Enum<?> before, Enum<?> after) {
    return new KmsServiceException(
        ErrorCode.VALIDATION,
        "Alias "
            + scope.arn(name)
            + " cannot be changed from a CMK with "
            + what
            + " "
            + before
            + " to a CMK with "
            + what
            + " "
            + after);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
