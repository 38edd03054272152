package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.KeyLifecycle;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.ListedKey;
import dev.keyward.embedded.lifecycle.MultiRegionSet;
import dev.keyward.embedded.lifecycle.Records;
import dev.keyward.embedded.lifecycle.StateRules;
import dev.keyward.embedded.lifecycle.StateRules.Kind;
import dev.keyward.embedded.usage.KeyUse;
import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.Constraints;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.EnableKey;
import dev.keyward.kms.GetKeyLastUsage;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KeyLastUsageData;
import dev.keyward.kms.KeyListEntry;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.ListResourceTags;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.Tag;
import dev.keyward.kms.TagResource;
import dev.keyward.kms.TrackedOperation;
import dev.keyward.kms.UntagResource;
import dev.keyward.kms.UpdateKeyDescription;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Creates, describes, lists, switches, tags and deletes keys. */
final class KeyOperations {
  private static final int DEFAULT_WAITING_DAYS = 30;
  private static final int MIN_WAITING_DAYS = 7;
  private static final int DEFAULT_PAGE = 100;
  private static final int MAX_TAG_PAGE = 50;

  private final Engine engine;

  KeyOperations(Engine engine) {
    this.engine = engine;
  }

  CreateKey.Response create(Call call, CreateKey.Request request) {
    call.permit();
    if (request.tags() != null && !request.tags().isEmpty()) {
      call.permit("kms:TagResource", null);
    }
    CreateKeyRules.Plan plan = CreateKeyRules.plan(request, engine.resourceQuotas().tagsPerKey());
    PolicyOperations.Accepted policy =
        engine
            .policies()
            .forNewKey(call, request.policy(), request.bypassPolicyLockoutSafetyCheck());
    KeyRecord made = made(call, request, plan, policy);
    call.about(made.arn().text());
    call.answers("keyId", made.arn().text());
    return new CreateKey.Response(engine.metadata(made));
  }

  /** The key that the same request made before, or else a new one. */
  private KeyRecord made(
      Call call,
      CreateKey.Request request,
      CreateKeyRules.Plan plan,
      PolicyOperations.Accepted policy) {
    Optional<KeyRequest> once = KeyRequest.of(engine, call, request, plan);
    try (NewKey made = new NewKey(engine, call, () -> blank(call, request, plan, policy))) {
      return KeyLifecycle.retrying(
          () ->
              once.flatMap(KeyRequest::answered)
                  .orElseGet(
                      () -> made.store(key -> once.map(it -> it.madeOf(key)).stream().toList())));
    }
  }

  /** The key before it has material. */
  private KeyRecord blank(
      Call call,
      CreateKey.Request request,
      CreateKeyRules.Plan plan,
      PolicyOperations.Accepted policy) {
    String uuid = engine.lifecycle().newUuid().toString();
    boolean multiRegion = plan.multiRegion();
    return new KeyRecord(
        call.scope().partition(),
        call.scope().region(),
        call.account(),
        multiRegion ? "mrk-" + uuid.replace("-", "") : uuid,
        plan.description(),
        plan.spec(),
        plan.usage(),
        plan.origin() == KeyOrigin.EXTERNAL ? KeyState.PENDING_IMPORT : KeyState.ENABLED,
        engine.lifecycle().now(),
        null,
        null,
        List.of(),
        null,
        0,
        0,
        plan.tags(),
        policy.text(),
        plan.origin() == KeyOrigin.AWS_KMS ? null : plan.origin(),
        null,
        multiRegion ? new MultiRegionSet(call.scope().region(), List.of()) : null,
        request.customKeyStoreId(),
        null,
        null,
        null,
        null,
        policy.ids());
  }

  DescribeKey.Response describe(Call call, DescribeKey.Request request) {
    return new DescribeKey.Response(engine.metadata(call.key(request.keyId())));
  }

  GetPublicKey.Response publicKey(Call call, GetPublicKey.Request request) {
    KeyRecord key = call.key(request.keyId());
    StateRules.check(key, Kind.CRYPTOGRAPHIC);
    if (!key.keySpec().isKeyPair()) {
      throw KeyRules.unsupported(
          key.arn() + " key spec is " + key.keySpec() + " which is not valid for GetPublicKey.");
    }
    return Answers.publicKey(key);
  }

  ListKeys.Response list(Call call, ListKeys.Request request) {
    call.permit();
    int limit = request.limit() == null ? DEFAULT_PAGE : request.limit();
    String listing = "ListKeys " + call.scope().prefix();
    Optional<KeyId> after = engine.markers().read(listing, request.marker()).map(KeyId::new);
    Page<ListedKey> page =
        Page.of(engine.table().listedAfter(call.scope(), after, limit + 1), limit);
    String arn = call.scope().arnOfKeys();
    List<KeyListEntry> entries =
        page.items().stream()
            .filter(key -> !key.isDeleted(call.time()))
            .map(key -> new KeyListEntry(key.keyId(), arn + key.keyId()))
            .toList();
    return new ListKeys.Response(
        entries, page.marker(engine.markers(), listing, ListedKey::keyId), page.truncated());
  }

  void enable(Call call, EnableKey.Request request) {
    setState(call, request.keyId(), KeyState.ENABLED);
  }

  void disable(Call call, DisableKey.Request request) {
    setState(call, request.keyId(), KeyState.DISABLED);
  }

  private void setState(Call call, String identifier, KeyState wanted) {
    change(call, identifier, Kind.SWITCH, key -> key.withState(wanted));
  }

  /** Changes a key that its customer manages, if the caller may and its state allows it. */
  private KeyRecord change(
      Call call, String identifier, Kind kind, UnaryOperator<KeyRecord> change) {
    KeyArn name = call.keyName(identifier);
    KeyRecord changed =
        engine
            .lifecycle()
            .change(
                name,
                key -> {
                  call.permit(key);
                  KeyRules.requireCustomerManaged(key);
                  StateRules.check(engine.resolver().seen(key), kind);
                  return change.apply(key);
                });
    call.answers("keyId", changed.arn().text());
    return changed;
  }

  ScheduleKeyDeletion.Response scheduleDeletion(Call call, ScheduleKeyDeletion.Request request) {
    int days = waitingDays(request.pendingWindowInDays());
    KeyRecord key =
        change(
            call,
            request.keyId(),
            Kind.SCHEDULE_DELETION,
            stored -> scheduled(stored, days, engine.lifecycle().now()));
    return new ScheduleKeyDeletion.Response(
        key.arn().text(), key.deletionDate(), key.keyState(), days);
  }

  /** A primary key waits for its replicas; its own waiting period starts when the last is gone. */
  static KeyRecord scheduled(KeyRecord key, int days, Instant now) {
    boolean waits = key.isPrimary() && !key.multiRegion().replicaRegions().isEmpty();
    return key.with(
        draft -> {
          draft.keyState = waits ? KeyState.PENDING_REPLICA_DELETION : KeyState.PENDING_DELETION;
          draft.pendingWindowInDays = waits ? days : null;
          draft.deletionDate = waits ? null : now.plus(Duration.ofDays(days));
          // A clock that was ahead may have ended an earlier waiting period already.
          draft.deletedAtRunningSeconds = null;
        });
  }

  private static int waitingDays(Integer asked) {
    int days = asked == null ? DEFAULT_WAITING_DAYS : asked;
    if (days < MIN_WAITING_DAYS || days > DEFAULT_WAITING_DAYS) {
      String bound =
          days < MIN_WAITING_DAYS
              ? "greater than or equal to " + MIN_WAITING_DAYS
              : "less than or equal to " + DEFAULT_WAITING_DAYS;
      throw Constraints.failure(
          List.of(
              Constraints.violation(
                  Integer.toString(days), "pendingWindowInDays", "have value " + bound)));
    }
    return days;
  }

  CancelKeyDeletion.Response cancelDeletion(Call call, CancelKeyDeletion.Request request) {
    KeyRecord key =
        change(
            call,
            request.keyId(),
            Kind.CANCEL_DELETION,
            stored ->
                stored.with(
                    draft -> {
                      draft.keyState = KeyState.DISABLED;
                      draft.deletionDate = null;
                      draft.pendingWindowInDays = null;
                      // Noticed by a clock that was too far ahead: the next deletion waits anew.
                      draft.deletedAtRunningSeconds = null;
                    }));
    return new CancelKeyDeletion.Response(key.arn().text());
  }

  void describe(Call call, UpdateKeyDescription.Request request) {
    change(
        call,
        request.keyId(),
        Kind.NAME,
        key -> key.with(draft -> draft.description = request.description()));
  }

  void tag(Call call, TagResource.Request request) {
    int most = engine.resourceQuotas().tagsPerKey();
    change(
        call,
        request.keyId(),
        Kind.NAME,
        key -> key.with(draft -> draft.tags = Tags.added(key.tags(), request.tags(), most)));
  }

  void untag(Call call, UntagResource.Request request) {
    change(
        call,
        request.keyId(),
        Kind.NAME,
        key -> key.with(draft -> draft.tags = Tags.removed(key.tags(), request.tagKeys())));
  }

  ListResourceTags.Response listTags(Call call, ListResourceTags.Request request) {
    KeyRecord key = call.keyById(request.keyId());
    int limit = Page.limit(request.limit(), MAX_TAG_PAGE, MAX_TAG_PAGE);
    String listing = "ListResourceTags " + key.arn();
    Optional<String> after = engine.markers().read(listing, request.marker());
    List<Tag> rest =
        key.tags().stream()
            .sorted(java.util.Comparator.comparing(Tag::tagKey))
            .filter(tag -> after.map(name -> tag.tagKey().compareTo(name) > 0).orElse(true))
            .limit(limit + 1L)
            .toList();
    Page<Tag> page = Page.of(rest, limit);
    return new ListResourceTags.Response(
        page.items(), page.marker(engine.markers(), listing, Tag::tagKey), page.truncated());
  }

  /** Use is tracked since the key was created. */
  GetKeyLastUsage.Response lastUsage(Call call, GetKeyLastUsage.Request request) {
    KeyRecord key = call.keyById(request.keyId());
    KeyLastUsageData last =
        engine
            .usage()
            .find(engine.store(), Records.key(key.arn()).id())
            .map(KeyOperations::data)
            .orElse(new KeyLastUsageData(null, null, null, null));
    return new GetKeyLastUsage.Response(key.keyId(), last, key.creationDate(), key.creationDate());
  }

  private static KeyLastUsageData data(KeyUse use) {
    TrackedOperation operation =
        Arrays.stream(TrackedOperation.values())
            .filter(known -> known.wireName().equals(use.operation()))
            .findFirst()
            .orElse(null);
    return new KeyLastUsageData(operation, use.time(), use.eventId(), use.requestId());
  }
}
