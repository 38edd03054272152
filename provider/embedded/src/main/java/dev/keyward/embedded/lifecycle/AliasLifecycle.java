package dev.keyward.embedded.lifecycle;

import dev.keyward.embedded.store.Change;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyArn;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Creates, re-points and deletes aliases.
 *
 * <p>The key counts its aliases; so each of these changes the key's record too, and the quota and
 * the key's state are checked in the same compare-and-set.
 */
public final class AliasLifecycle {
  private final KeyTable table;
  private final KeyResolver resolver;
  private final InstantSource clock;
  private final IntSupplier maxAliases;

  /**
   * Makes it.
   *
   * @param table keys and aliases
   * @param resolver finds keys
   * @param clock the time
   * @param maxAliases most aliases that point to one key
   */
  public AliasLifecycle(
      KeyTable table, KeyResolver resolver, InstantSource clock, IntSupplier maxAliases) {
    this.table = table;
    this.resolver = resolver;
    this.clock = clock;
    this.maxAliases = maxAliases;
  }

  /**
   * Creates an alias.
   *
   * @param alias its name
   * @param target the key
   * @param permit refuses a caller who may not do that with the key
   */
  public void create(AliasArn alias, KeyArn target, Consumer<KeyRecord> permit) {
    KeyLifecycle.retrying(
        () -> {
          Versioned<KeyRecord> key = target(target, permit);
          Optional<Versioned<AliasRecord>> known = table.freshAlias(alias);
          if (known.flatMap(record -> targetOf(alias, record)).isPresent()) {
            throw new KmsServiceException(
                ErrorCode.ALREADY_EXISTS, "An alias with the name " + alias + " already exists");
          }
          Instant now = now();
          AliasRecord made = new AliasRecord(alias.alias().text(), key.value().keyId(), now, now);
          // The record of an alias that vanished with its key is still there, and is taken over.
          long version = known.map(Versioned::version).orElse(0L);
          List<Change> changes = new ArrayList<>(counting(key, 1));
          changes.add(table.put(key.value().scope(), made, version));
          table.commit(changes);
          return null;
        });
  }

  /**
   * Points an alias to another key of the same class and usage.
   *
   * @param alias its name
   * @param target the key
   * @param permit refuses a caller who may not do that with the old or the new key
   */
  public void update(AliasArn alias, KeyArn target, Consumer<KeyRecord> permit) {
    KeyLifecycle.retrying(
        () -> {
          Versioned<AliasRecord> record = require(alias);
          Versioned<KeyRecord> old = requireTarget(alias, record);
          permit.accept(old.value());
          Versioned<KeyRecord> key = target(target, permit);
          requireSameClass(alias, old.value(), key.value());
          table.commit(repointing(record, old, key));
          return null;
        });
  }

  /**
   * Deletes an alias.
   *
   * @param alias its name
   * @param permit refuses a caller who may not do that with the key
   * @return the key it pointed to
   */
  public KeyRecord delete(AliasArn alias, Consumer<KeyRecord> permit) {
    return KeyLifecycle.retrying(
        () -> {
          Versioned<AliasRecord> record = require(alias);
          Versioned<KeyRecord> key = requireTarget(alias, record);
          permit.accept(key.value());
          List<Change> changes = new ArrayList<>(counting(key, -1));
          changes.add(table.delete(alias, record.version()));
          table.commit(changes);
          return key.value();
        });
  }

  private List<Change> repointing(
      Versioned<AliasRecord> alias, Versioned<KeyRecord> old, Versioned<KeyRecord> key) {
    AliasRecord next =
        new AliasRecord(
            alias.value().aliasName(), key.value().keyId(), alias.value().creationDate(), now());
    List<Change> changes = new ArrayList<>();
    changes.add(table.put(key.value().scope(), next, alias.version()));
    boolean moves = !alias.value().targetKeyId().equals(key.value().keyId());
    if (moves) {
      changes.addAll(counting(key, 1));
      changes.addAll(counting(old, -1));
    }
    return changes;
  }

  private List<Change> counting(Versioned<KeyRecord> key, int difference) {
    int count = key.value().aliases() + difference;
    if (difference > 0 && count > maxAliases.getAsInt()) {
      throw new KmsServiceException(
          ErrorCode.LIMIT_EXCEEDED,
          key.value().arn() + " has " + maxAliases.getAsInt() + " aliases already.");
    }
    return table.changing(key, key.value().with(draft -> draft.aliases = count));
  }

  private Versioned<AliasRecord> require(AliasArn alias) {
    return table.freshAlias(alias).orElseThrow(() -> KeyResolver.notFound(alias));
  }

  private Versioned<KeyRecord> requireTarget(AliasArn alias, Versioned<AliasRecord> record) {
    return targetOf(alias, record).orElseThrow(() -> KeyResolver.notFound(alias));
  }

  /** Empty if the key's waiting period is over: its aliases are gone together with it. */
  private Optional<Versioned<KeyRecord>> targetOf(AliasArn alias, Versioned<AliasRecord> record) {
    return resolver.findFresh(KeyResolver.target(alias, record.value()));
  }

  private Versioned<KeyRecord> target(KeyArn target, Consumer<KeyRecord> permit) {
    Versioned<KeyRecord> key =
        resolver.findFresh(target).orElseThrow(() -> KeyResolver.notFound(target));
    permit.accept(key.value());
    StateRules.check(resolver.seen(key.value()), StateRules.Kind.NAME);
    return key;
  }

  /**
   * Reads the name of an alias that is to be changed.
   *
   * @param aliasName what the request says
   * @return the name
   * @throws KmsServiceException if aliases cannot have that name, or it is reserved
   */
  public static AliasName changeable(String aliasName) {
    if (!aliasName.startsWith(AliasName.PREFIX)
        || aliasName.length() == AliasName.PREFIX.length()) {
      throw new KmsServiceException(ErrorCode.VALIDATION, "Invalid identifier");
    }
    if (aliasName.indexOf(':') >= 0) {
      throw new KmsServiceException(
          ErrorCode.INVALID_ALIAS_NAME, aliasName + " contains invalid characters for an alias");
    }
    AliasName name = KeyResolver.aliasName(aliasName);
    if (name.isReserved()) {
      throw new KmsServiceException(
          ErrorCode.NOT_AUTHORIZED, "Aliases that begin with alias/aws/ are reserved");
    }
    return name;
  }

  /**
   * Refuses an alias where a key must be named.
   *
   * @param targetKeyId what the request says
   */
  public static void requireKey(String targetKeyId) {
    if (targetKeyId.startsWith(AliasName.PREFIX) || targetKeyId.contains(":" + AliasName.PREFIX)) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION, "Aliases must refer to keys. Not aliases");
    }
  }

  private static void requireSameClass(AliasArn alias, KeyRecord before, KeyRecord after) {
    if (before.keyUsage() != after.keyUsage()) {
      throw cannotChange(alias, "key usage", before.keyUsage(), after.keyUsage());
    }
    if (before.keySpec().isKeyPair() != after.keySpec().isKeyPair()) {
      throw cannotChange(alias, "key spec", before.keySpec(), after.keySpec());
    }
  }

  private static KmsServiceException cannotChange(
      AliasArn alias, String what, Enum<?> before, Enum<?> after) {
    return new KmsServiceException(
        ErrorCode.VALIDATION,
        "Alias "
            + alias
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
