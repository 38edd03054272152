package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.BackingKey;
import dev.keyward.embedded.lifecycle.KeyLifecycle.Edit;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.MultiRegionSet;
import dev.keyward.embedded.lifecycle.StateRules;
import dev.keyward.embedded.lifecycle.StateRules.Kind;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.region.RelatedKeys;
import dev.keyward.embedded.store.Change;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ReplicateKey;
import dev.keyward.kms.Tag;
import dev.keyward.kms.UpdatePrimaryRegion;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Makes replicas of multi-Region keys and moves the primary: section 18 of the contract. */
final class RegionOperations {
  private final Engine engine;

  RegionOperations(Engine engine) {
    this.engine = engine;
  }

  ReplicateKey.Response replicate(Call call, ReplicateKey.Request request) {
    KeyArn name = call.keyName(request.keyId());
    Call there = call.in(request.replicaRegion());
    List<Tag> tags = Tags.checked(request.tags(), engine.resourceQuotas().tagsPerKey());
    AtomicBoolean charged = new AtomicBoolean();
    AtomicReference<KeyRecord> made = new AtomicReference<>();
    engine
        .lifecycle()
        .edit(
            name,
            primary -> {
              call.permit(primary);
              requirePrimary(primary);
              there.permit("kms:CreateKey", primary);
              if (!tags.isEmpty()) {
                there.permit("kms:TagResource", primary);
              }
              // After the permission, and once however often the change is thought through.
              if (!charged.getAndSet(true)) {
                engine.requestQuotas().chargeReplica(there);
              }
              StateRules.check(engine.resolver().seen(primary), Kind.REPLICATE);
              KeyRecord replica = replica(there, request, primary, tags);
              made.set(replica);
              return replicating(
                  primary, replica, engine.resourceQuotas().roomForKey(there.scope()));
            });
    KeyRecord replica = made.get();
    call.about(replica.arn().text());
    call.answers("keyId", replica.arn().text());
    engine.recordReplication(there, replica);
    return new ReplicateKey.Response(
        engine.metadata(replica), engine.policies().text(replica), replica.tags());
  }

  private static void requirePrimary(KeyRecord key) {
    if (!key.isPrimary()) {
      throw KeyRules.unsupported(key.arn() + " is not a multi-Region primary key.");
    }
  }

  private KeyRecord replica(
      Call there, ReplicateKey.Request request, KeyRecord primary, List<Tag> tags) {
    KeyArn name = primary.arnIn(request.replicaRegion());
    if (name.equals(primary.arn()) || engine.resolver().findFresh(name).isPresent()) {
      throw new KmsServiceException(
          ErrorCode.ALREADY_EXISTS, name + " is there already, as part of the same set.");
    }
    if (engine.table().freshKey(name).isPresent()) {
      throw new KmsServiceException(
          ErrorCode.ALREADY_EXISTS, name + " was deleted, and its material is not gone yet.");
    }
    PolicyOperations.Accepted policy =
        engine
            .policies()
            .forNewKey(there, request.policy(), request.bypassPolicyLockoutSafetyCheck());
    boolean imported = primary.origin() == KeyOrigin.EXTERNAL;
    return new KeyRecord(
        primary.partition(),
        request.replicaRegion(),
        primary.account(),
        primary.keyId(),
        request.description() == null ? "" : request.description(),
        primary.keySpec(),
        primary.keyUsage(),
        imported ? KeyState.PENDING_IMPORT : KeyState.ENABLED,
        engine.lifecycle().now(),
        null,
        primary.publicKey(),
        RelatedKeys.generationsOfReplica(primary, imported),
        primary.rotation(),
        primary.onDemandRotations(),
        0,
        tags,
        policy.text(),
        primary.keyOrigin(),
        null,
        withReplica(primary.multiRegion(), request.replicaRegion()),
        null,
        null,
        null,
        null,
        null,
        policy.ids());
  }

  private static MultiRegionSet withReplica(MultiRegionSet set, String region) {
    TreeSet<String> regions = new TreeSet<>(set.replicaRegions());
    regions.add(region);
    return new MultiRegionSet(set.primaryRegion(), List.copyOf(regions));
  }

  private Edit replicating(KeyRecord primary, KeyRecord replica, List<Change> room) {
    Edit edit =
        engine
            .regions()
            .editAll(primary, RelatedKeys.set(set -> withReplica(set, replica.region())));
    List<Change> more = new ArrayList<>(edit.more());
    more.addAll(room);
    more.addAll(engine.table().creating(replica));
    for (BackingKey generation : replica.backingKeys()) {
      if (!Boolean.TRUE.equals(generation.missing())) {
        more.add(engine.table().copyOfMaterial(primary.arn(), replica.arn(), generation.number()));
      }
    }
    return new Edit(edit.next(), more);
  }

  void updatePrimary(Call call, UpdatePrimaryRegion.Request request) {
    KeyArn name = call.keyName(request.keyId());
    Call there = call.in(request.primaryRegion());
    engine
        .lifecycle()
        .edit(
            name,
            primary -> {
              call.permit(primary);
              requirePrimary(primary);
              StateRules.check(engine.resolver().seen(primary), Kind.CHANGE_PRIMARY);
              KeyRecord replica = replicaIn(request.primaryRegion(), primary);
              there.permit(replica);
              StateRules.check(engine.resolver().seen(replica), Kind.CHANGE_PRIMARY);
              return engine
                  .regions()
                  .editAll(primary, RelatedKeys.set(set -> withPrimary(set, replica.region())));
            });
    call.about(there.scope().arn(name.keyId()).text());
    call.answers("keyId", name.text());
  }

  private KeyRecord replicaIn(String region, KeyRecord primary) {
    if (region.equals(primary.region())) {
      throw KeyRules.unsupported(primary.arn() + " is the primary key already.");
    }
    Optional<Versioned<KeyRecord>> found = engine.resolver().findFresh(primary.arnIn(region));
    return found
        .map(Versioned::value)
        .orElseThrow(
            () ->
                new KmsServiceException(
                    ErrorCode.NOT_FOUND, "Key '" + primary.arnIn(region) + "' does not exist"));
  }

  private static MultiRegionSet withPrimary(MultiRegionSet set, String region) {
    TreeSet<String> regions = new TreeSet<>(set.replicaRegions());
    regions.remove(region);
    regions.add(set.primaryRegion());
    return new MultiRegionSet(region, List.copyOf(regions));
  }
}
