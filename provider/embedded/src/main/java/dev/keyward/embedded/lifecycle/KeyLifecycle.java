package dev.keyward.embedded.lifecycle;

import dev.keyward.embedded.store.StoreConflictException;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Tag;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Creates keys and leads them through their states. Every change is a compare-and-set. */
public final class KeyLifecycle {
  /** Most rotations on demand in the life of a key. */
  public static final int MAX_ON_DEMAND_ROTATIONS = 25;

  private static final Duration CONFLICT_WINDOW = Duration.ofMinutes(20);
  private static final int MAX_ATTEMPTS = 100;
  private static final int MATERIAL_ID_BYTES = 32;

  private final KeyTable table;
  private final KeyResolver resolver;
  private final Scope scope;
  private final InstantSource clock;
  private final SecureRandom random;

  /**
   * What a new key is to be.
   *
   * @param spec its spec
   * @param usage its usage
   * @param description free text
   * @param tags its tags
   */
  public record Plan(KeySpec spec, KeyUsage usage, String description, List<Tag> tags) {}

  /**
   * Makes it.
   *
   * @param table keys and aliases
   * @param resolver finds keys
   * @param scope account and Region
   * @param clock the time
   * @param random makes ids
   */
  public KeyLifecycle(
      KeyTable table, KeyResolver resolver, Scope scope, InstantSource clock, SecureRandom random) {
    this.table = table;
    this.resolver = resolver;
    this.scope = scope;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Creates a key.
   *
   * @param plan what it is to be
   * @param material its material as the store keeps it; not closed
   * @param publicKey its public half, if it is a pair
   * @return the key
   */
  public KeyRecord create(Plan plan, SecretBytes material, Optional<byte[]> publicKey) {
    Instant now = now();
    KeyId id = new KeyId(randomUuid().toString());
    BackingKey first = new BackingKey(1, newMaterialId(), now, null);
    KeyRecord key =
        new KeyRecord(
            scope.partition(),
            scope.region(),
            scope.account(),
            id.text(),
            plan.description(),
            plan.spec(),
            plan.usage(),
            KeyState.ENABLED,
            now,
            null,
            publicKey.orElse(null),
            List.of(first),
            null,
            0,
            0,
            plan.tags());
    material.use(
        stored -> table.commit(List.of(table.put(key, 0), table.putMaterial(id, 1, stored))));
    return key;
  }

  /**
   * Enables or disables a key.
   *
   * @param identifier key id or ARN
   * @param enabled what it is to be
   */
  public void setEnabled(String identifier, boolean enabled) {
    KeyState wanted = enabled ? KeyState.ENABLED : KeyState.DISABLED;
    change(
        identifier,
        key -> {
          StateRules.check(key, StateRules.Kind.SWITCH);
          return key.keyState() == wanted ? key : key.withState(wanted, null);
        });
  }

  /**
   * Starts the waiting period before a key is deleted.
   *
   * @param identifier key id or ARN
   * @param days 7 to 30
   * @return the key
   */
  public KeyRecord scheduleDeletion(String identifier, int days) {
    return change(
        identifier,
        key -> {
          StateRules.check(key, StateRules.Kind.SCHEDULE_DELETION);
          return key.withState(KeyState.PENDING_DELETION, now().plus(Duration.ofDays(days)));
        });
  }

  /**
   * Ends the waiting period. The key is disabled afterwards.
   *
   * @param identifier key id or ARN
   * @return the key
   */
  public KeyRecord cancelDeletion(String identifier) {
    return change(
        identifier,
        key -> {
          StateRules.check(key, StateRules.Kind.CANCEL_DELETION);
          return key.withState(KeyState.DISABLED, null);
        });
  }

  /**
   * Turns automatic rotation on, or changes its period.
   *
   * @param identifier key id or ARN
   * @param periodInDays 90 to 2,560
   */
  public void enableRotation(String identifier, int periodInDays) {
    change(
        identifier,
        key -> {
          StateRules.check(key, StateRules.Kind.ROTATE);
          requireRotatable(key);
          return key.withRotation(RotationSchedule.startingAt(now(), periodInDays));
        });
  }

  /**
   * Turns automatic rotation off.
   *
   * @param identifier key id or ARN
   */
  public void disableRotation(String identifier) {
    change(
        identifier,
        key -> {
          StateRules.check(key, StateRules.Kind.ROTATE);
          requireRotatable(key);
          return key.rotation() == null ? key : key.withRotation(null);
        });
  }

  /**
   * Gives a key new material because somebody asks for it.
   *
   * @param identifier key id or ARN
   * @param material the new material as the store keeps it; not closed
   * @return the key
   */
  public KeyRecord rotateOnDemand(String identifier, SecretBytes material) {
    return rotate(
        identifier,
        material,
        key -> {
          StateRules.check(key, StateRules.Kind.ROTATE);
          requireRotatable(key);
          requireNoRotationSoon(key);
          if (key.onDemandRotations() >= MAX_ON_DEMAND_ROTATIONS) {
            throw new KmsServiceException(
                ErrorCode.LIMIT_EXCEEDED,
                key.arn() + " was rotated on demand " + MAX_ON_DEMAND_ROTATIONS + " times.");
          }
          return Optional.of(key.withBackingKey(newBackingKey(key, true), key.rotation()));
        });
  }

  /**
   * Tells whether a key's automatic rotation is due.
   *
   * @param key the key
   * @return true if it is enabled and its date has come
   */
  public boolean isRotationDue(KeyRecord key) {
    return key.rotation() != null
        && key.keyState() == KeyState.ENABLED
        && key.rotation().isDue(now());
  }

  /**
   * Rotates a key whose date has come. Does nothing if another process was first.
   *
   * @param key the key
   * @param material the new material as the store keeps it; not closed
   * @return the key as it is now
   */
  public KeyRecord rotateIfDue(KeyRecord key, SecretBytes material) {
    return rotate(
        key.arn().text(),
        material,
        found ->
            isRotationDue(found)
                ? Optional.of(
                    found.withBackingKey(
                        newBackingKey(found, false), found.rotation().afterRotationAt(now())))
                : Optional.empty());
  }

  private static void requireRotatable(KeyRecord key) {
    if (key.keySpec() != KeySpec.SYMMETRIC_DEFAULT) {
      throw new KmsServiceException(
          ErrorCode.UNSUPPORTED_OPERATION,
          key.arn() + " has key spec " + key.keySpec() + " and cannot be rotated.");
    }
  }

  private void requireNoRotationSoon(KeyRecord key) {
    if (key.rotation() != null
        && Duration.between(now(), key.rotation().nextDate()).compareTo(CONFLICT_WINDOW) <= 0) {
      throw new KmsServiceException(
          ErrorCode.CONFLICT, key.arn() + " is about to be rotated automatically.");
    }
  }

  private KeyRecord rotate(
      String identifier, SecretBytes material, Function<KeyRecord, Optional<KeyRecord>> change) {
    return retrying(
        () -> {
          Versioned<KeyRecord> found = resolver.resolveToChange(identifier);
          Optional<KeyRecord> next = change.apply(found.value());
          next.ifPresent(key -> commitRotation(key, found.version(), material));
          return next.orElse(found.value());
        });
  }

  private void commitRotation(KeyRecord key, long version, SecretBytes material) {
    KeyId id = new KeyId(key.keyId());
    material.use(
        stored ->
            table.commit(
                List.of(
                    table.put(key, version),
                    table.putMaterial(id, key.current().number(), stored))));
  }

  private KeyRecord change(String identifier, UnaryOperator<KeyRecord> change) {
    return retrying(
        () -> {
          Versioned<KeyRecord> found = resolver.resolveToChange(identifier);
          KeyRecord next = change.apply(found.value());
          if (next != found.value()) {
            table.commit(List.of(table.put(next, found.version())));
          }
          return next;
        });
  }

  /** Repeats a change that another writer got ahead of, on what that writer left. */
  static <T> T retrying(Supplier<T> change) {
    StoreConflictException last = null;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try {
        return change.get();
      } catch (StoreConflictException e) {
        last = e;
      }
    }
    throw new KmsServiceException(
        ErrorCode.KMS_INTERNAL.wireName(), "Too many changes at the same time.", null, last);
  }

  private BackingKey newBackingKey(KeyRecord key, boolean onDemand) {
    return new BackingKey(key.current().number() + 1, newMaterialId(), now(), onDemand);
  }

  private String newMaterialId() {
    byte[] id = new byte[MATERIAL_ID_BYTES];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /** RFC 9562, section 5.4: 122 random bits; made here so that the source of randomness is ours. */
  private UUID randomUuid() {
    long high = random.nextLong() & 0xffffffffffff0fffL | 0x4000L;
    long low = random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /** Whole milliseconds, as the store keeps them. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
