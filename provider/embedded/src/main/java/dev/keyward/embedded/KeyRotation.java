package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.BackingKey;
import dev.keyward.embedded.lifecycle.KeyLifecycle;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.RotationSchedule;
import dev.keyward.embedded.lifecycle.StateRules;
import dev.keyward.embedded.lifecycle.StateRules.Kind;
import dev.keyward.embedded.material.Materials;
import dev.keyward.embedded.material.NewMaterial;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.secret.SecretBytes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Gives keys new material: on demand, and when the date of a schedule has come. Thread-safe.
 *
 * <p>A use of a key never fails because of its rotation: while the store cannot be written, the old
 * material stays current and keeps encrypting. A primary key takes its replicas along.
 */
final class KeyRotation {
  /** Most rotations on demand in the life of a key. */
  static final int MAX_ON_DEMAND = 25;

  private static final Duration CONFLICT_WINDOW = Duration.ofMinutes(20);

  /** After a failure: a locked store would hold every use up for as long as it waits for locks. */
  private static final long RETRY_AFTER_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Engine engine;
  private final AtomicLong notBefore = new AtomicLong(System.nanoTime());

  KeyRotation(Engine engine) {
    this.engine = engine;
  }

  /** Rotates now because somebody asks for it. */
  KeyRecord rotateOnDemand(KeyArn name, Consumer<KeyRecord> permit) {
    // Otherwise an automatic rotation that is overdue would be in the way for ever.
    engine.resolver().findFresh(name).ifPresent(found -> rotatedIfDue(found.value()));
    return rotate(
        name,
        (key, material) -> {
          permit.accept(key);
          requireRotatable(key);
          return key.origin() == KeyOrigin.EXTERNAL ? toPending(key) : toNew(key, true, material);
        });
  }

  private void requireRotatable(KeyRecord key) {
    KeyRules.requireSymmetric(key);
    if (key.customKeyStoreId() != null) {
      throw KeyRules.invalidOrigin(key);
    }
    StateRules.check(engine.resolver().seen(key), Kind.ROTATE);
    KeyRules.refuseReplica(key);
    if (key.rotation() != null
        && Duration.between(engine.lifecycle().now(), key.rotation().nextDate())
                .compareTo(CONFLICT_WINDOW)
            <= 0) {
      throw new KmsServiceException(
          ErrorCode.CONFLICT, key.arn() + " is about to be rotated automatically.");
    }
    int limit = engine.resourceQuotas().onDemandRotations();
    if (key.onDemandRotations() >= limit) {
      throw new KmsServiceException(
          ErrorCode.LIMIT_EXCEEDED, key.arn() + " was rotated on demand " + limit + " times.");
    }
  }

  /** Makes imported material current that waits for it. */
  private KeyLifecycle.Edit toPending(KeyRecord key) {
    BackingKey pending =
        key.pending()
            .orElseThrow(
                () ->
                    new KmsServiceException(
                        ErrorCode.KMS_INVALID_STATE,
                        key.arn() + " has no imported key material that waits for its rotation."));
    if (!pending.isHere(engine.lifecycle().now())
        || !engine.regions().everyReplicaHas(key, pending.keyMaterialId())) {
      throw new KmsServiceException(
          ErrorCode.KMS_INVALID_STATE,
          key.arn() + " has key material that is not imported in every Region yet.");
    }
    BackingKey current = pending.rotatedTo(engine.lifecycle().now());
    return engine
        .regions()
        .editAll(
            key,
            member ->
                member.with(
                    draft -> {
                      member
                          .generation(current.keyMaterialId())
                          .ifPresent(
                              known -> draft.replace(known.rotatedTo(current.creationDate())));
                      draft.onDemandRotations++;
                    }));
  }

  private KeyLifecycle.Edit toNew(KeyRecord key, boolean onDemand, SecretBytes material) {
    BackingKey added =
        BackingKey.generated(
            key.current().number() + 1,
            engine.lifecycle().newMaterialId(),
            engine.lifecycle().now(),
            onDemand);
    RotationSchedule schedule =
        onDemand || key.rotation() == null
            ? key.rotation()
            : key.rotation().afterRotationAt(engine.lifecycle().now());
    return engine
        .regions()
        .editAllWithMaterial(
            key,
            added.number(),
            material,
            member ->
                member.with(
                    draft -> {
                      draft.backingKeys.add(added);
                      draft.rotation = schedule;
                      draft.onDemandRotations += onDemand ? 1 : 0;
                    }));
  }

  /** The key as it is after a rotation that is due; fails if that cannot be stored. */
  KeyRecord rotatedIfDue(KeyRecord key) {
    if (!isDue(key)) {
      return key;
    }
    KeyArn primary = key.isReplica() ? key.arnIn(key.multiRegion().primaryRegion()) : key.arn();
    if (key.isReplica() && !mayRotate(primary)) {
      return key;
    }
    AtomicBoolean ours = new AtomicBoolean();
    KeyRecord rotated =
        rotate(
            primary,
            (found, material) -> {
              ours.set(isDue(found));
              return ours.get() ? toNew(found, false, material) : KeyLifecycle.Edit.of(found);
            });
    if (ours.get()) {
      engine.recordRotation(rotated);
    }
    return key.isReplica()
        ? engine
            .resolver()
            .findFresh(key.arn())
            .map(found -> engine.resolver().seen(found.value()))
            .orElse(key)
        : engine.resolver().seen(rotated);
  }

  /** Asks what is in memory: while the primary is disabled, each use of a replica comes by here. */
  private boolean mayRotate(KeyArn primary) {
    return engine.resolver().find(primary).filter(found -> isDue(found.value())).isPresent();
  }

  private boolean isDue(KeyRecord key) {
    return key.rotation() != null
        && key.keyState() == KeyState.ENABLED
        && key.rotation().isDue(engine.lifecycle().now())
        && engine.mayLetThingsExpire();
  }

  private KeyRecord rotate(KeyArn name, Rotating change) {
    try (NewMaterial material = Materials.generate(KeySpec.SYMMETRIC_DEFAULT, engine.random())) {
      Function<KeyRecord, KeyLifecycle.Edit> edit = key -> change.to(key, material.stored());
      return engine.lifecycle().edit(name, edit);
    }
  }

  private interface Rotating {
    KeyLifecycle.Edit to(KeyRecord key, SecretBytes material);
  }

  /** As {@link #rotatedIfDue}, but the key as it is if the rotation cannot be stored now. */
  KeyRecord rotatedIfPossible(KeyRecord key) {
    if (!isDue(key) || System.nanoTime() - notBefore.get() < 0) {
      return key;
    }
    try {
      return rotatedIfDue(key);
    } catch (BackendUnavailableException e) {
      return postponed(key);
    } catch (KmsServiceException e) {
      if (e.is(ErrorCode.KMS_INTERNAL)) {
        return postponed(key);
      }
      throw e;
    }
  }

  private KeyRecord postponed(KeyRecord key) {
    notBefore.set(System.nanoTime() + RETRY_AFTER_NANOS);
    return key;
  }
}
