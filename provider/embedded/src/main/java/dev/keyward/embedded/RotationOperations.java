package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.BackingKey;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.RotationSchedule;
import dev.keyward.embedded.lifecycle.StateRules;
import dev.keyward.embedded.lifecycle.StateRules.Kind;
import dev.keyward.kms.DisableKeyRotation;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.GetKeyRotationStatus;
import dev.keyward.kms.ImportState;
import dev.keyward.kms.IncludeKeyMaterial;
import dev.keyward.kms.KeyMaterialState;
import dev.keyward.kms.ListKeyRotations;
import dev.keyward.kms.RotateKeyOnDemand;
import dev.keyward.kms.RotationType;
import dev.keyward.kms.RotationsListEntry;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference.KeyArn;
import java.util.List;
import java.util.Optional;

/** Rotates keys, now or by a schedule, and tells of it: section 11 of the contract. */
final class RotationOperations {
  private static final int DEFAULT_PAGE = 100;
  private static final int MAX_PAGE = 1000;

  private final Engine engine;

  RotationOperations(Engine engine) {
    this.engine = engine;
  }

  void enable(Call call, EnableKeyRotation.Request request) {
    int days =
        request.rotationPeriodInDays() == null
            ? RotationSchedule.DEFAULT_PERIOD_DAYS
            : request.rotationPeriodInDays();
    schedule(call, request.keyId(), RotationSchedule.startingAt(engine.lifecycle().now(), days));
    call.answers("rotationPeriodInDays", days);
  }

  void disable(Call call, DisableKeyRotation.Request request) {
    schedule(call, request.keyId(), null);
  }

  private void schedule(Call call, String identifier, RotationSchedule schedule) {
    KeyArn name = call.keyName(identifier);
    engine
        .lifecycle()
        .edit(
            name,
            key -> {
              call.permit(key);
              KeyRules.requireCustomerManaged(key);
              KeyRules.requireSymmetric(key);
              KeyRules.requireOrigin(key, KeyOrigin.AWS_KMS);
              StateRules.check(engine.resolver().seen(key), Kind.SCHEDULE_ROTATION);
              KeyRules.refuseReplica(key);
              return engine
                  .regions()
                  .editAll(key, member -> member.with(draft -> draft.rotation = schedule));
            });
    call.answers("keyId", name.text());
  }

  GetKeyRotationStatus.Response status(Call call, GetKeyRotationStatus.Request request) {
    KeyRecord found = call.keyById(request.keyId());
    if (found.origin() != KeyOrigin.AWS_KMS) {
      throw KeyRules.invalidOrigin(found);
    }
    KeyRecord key = engine.rotation().rotatedIfPossible(found);
    boolean enabled =
        key.rotation() != null && key.deletionDate() == null && key.pendingWindowInDays() == null;
    return new GetKeyRotationStatus.Response(
        enabled,
        key.keyId(),
        enabled ? key.rotation().periodInDays() : null,
        enabled ? key.rotation().nextDate() : null,
        null);
  }

  RotateKeyOnDemand.Response rotate(Call call, RotateKeyOnDemand.Request request) {
    KeyArn name = call.keyName(request.keyId());
    KeyRecord rotated =
        engine
            .rotation()
            .rotateOnDemand(
                name,
                key -> {
                  call.permit(key);
                  KeyRules.requireCustomerManaged(key);
                });
    call.answers("keyId", rotated.arn().text());
    call.notes("keyMaterialId", rotated.current().keyMaterialId());
    return new RotateKeyOnDemand.Response(rotated.arn().text());
  }

  ListKeyRotations.Response list(Call call, ListKeyRotations.Request request) {
    KeyRecord key = call.keyById(request.keyId());
    KeyRules.requireSymmetric(key);
    if (key.customKeyStoreId() != null) {
      throw KeyRules.invalidOrigin(key);
    }
    boolean all = request.includeKeyMaterial() == IncludeKeyMaterial.ALL_KEY_MATERIAL;
    int limit = Page.limit(request.limit(), DEFAULT_PAGE, MAX_PAGE);
    String listing = "ListKeyRotations " + key.arn() + " " + all;
    Optional<Integer> after =
        engine.markers().read(listing, request.marker()).map(Integer::valueOf);
    List<BackingKey> rest =
        key.backingKeys().stream()
            .filter(generation -> all || generation.onDemand() != null)
            .filter(generation -> after.map(from -> generation.number() > from).orElse(true))
            .limit(limit + 1L)
            .toList();
    Page<BackingKey> page = Page.of(rest, limit);
    return new ListKeyRotations.Response(
        page.items().stream().map(generation -> entry(call, key, generation)).toList(),
        page.marker(engine.markers(), listing, generation -> Integer.toString(generation.number())),
        page.truncated());
  }

  private RotationsListEntry entry(Call call, KeyRecord key, BackingKey generation) {
    boolean external = key.origin() == KeyOrigin.EXTERNAL;
    boolean rotated = generation.onDemand() != null;
    return new RotationsListEntry(
        key.keyId(),
        generation.keyMaterialId(),
        external ? generation.description() : null,
        external ? importState(call, generation) : null,
        state(key, generation),
        external ? Answers.expirationModel(generation) : null,
        external ? generation.validTo() : null,
        rotated ? generation.creationDate() : null,
        rotated ? type(generation) : null);
  }

  private static ImportState importState(Call call, BackingKey generation) {
    return generation.isHere(call.time()) ? ImportState.IMPORTED : ImportState.PENDING_IMPORT;
  }

  private static RotationType type(BackingKey generation) {
    return generation.onDemand() ? RotationType.ON_DEMAND : RotationType.AUTOMATIC;
  }

  private KeyMaterialState state(KeyRecord key, BackingKey generation) {
    if (generation.isPending()) {
      return engine.regions().everyReplicaHas(key, generation.keyMaterialId())
          ? KeyMaterialState.PENDING_ROTATION
          : KeyMaterialState.PENDING_MULTI_REGION_IMPORT_AND_ROTATION;
    }
    return generation.number().equals(key.current().number())
        ? KeyMaterialState.CURRENT
        : KeyMaterialState.NON_CURRENT;
  }
}
