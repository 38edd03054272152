package dev.keyward.embedded;

import dev.keyward.embedded.audit.AuditEvent;
import dev.keyward.embedded.audit.AuditIdentity;
import dev.keyward.embedded.audit.AuditLog;
import dev.keyward.embedded.audit.AuditOrigin;
import dev.keyward.embedded.audit.AuditResource;
import dev.keyward.embedded.audit.AuditSettings;
import dev.keyward.embedded.audit.AuditTrail;
import dev.keyward.embedded.audit.AuditTrail.Durability;
import dev.keyward.embedded.audit.AuditUnavailableException;
import dev.keyward.embedded.audit.TrailVerifier;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.Records;
import dev.keyward.embedded.policy.Principal;
import dev.keyward.embedded.usage.KeyUse;
import dev.keyward.kms.AuditEntry;
import dev.keyward.kms.AuditQuery;
import dev.keyward.kms.AuditVerification;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells the audit trail of every call, and remembers the last use of every key. An answer that
 * could not be recorded is zeroed and not given away.
 */
final class Recorder implements AutoCloseable {
  private static final String SERVICE = "kms.amazonaws.com";
  private static final String USER_AGENT = "Keyward";

  /** What members of cryptographic operations mean when they are absent. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "encryptionAlgorithm", "SYMMETRIC_DEFAULT",
          "sourceEncryptionAlgorithm", "SYMMETRIC_DEFAULT",
          "destinationEncryptionAlgorithm", "SYMMETRIC_DEFAULT",
          "encapsulationAlgorithm", "ML_KEM",
          "messageType", "RAW");

  private final Engine engine;
  private final Optional<AuditSettings> audit;
  private final Optional<AuditTrail> trail;

  Recorder(Engine engine, EngineSettings settings) {
    this.engine = engine;
    this.audit = settings.audit();
    this.trail =
        settings
            .audit()
            .filter(audit -> audit.enabled())
            .map(
                audit ->
                    AuditTrail.open(audit, engine.store(), settings.clock(), settings.random()));
  }

  /** Records a call that worked; its answer may be given away when this returns. */
  void succeeded(Call call, Record answer) {
    try {
      record(call, null);
    } catch (RuntimeException e) {
      // Whatever it is, a store that was closed underneath for instance: no record, no answer.
      wipe(answer);
      throw unavailable(e);
    }
    call.rule()
        .use()
        .ifPresent(use -> call.keys().forEach(key -> remember(call, key, use.wireName())));
  }

  /** Records a call that failed. If that fails too, the caller learns why its call failed. */
  void failed(Call call, KmsServiceException error) {
    try {
      record(call, error);
    } catch (RuntimeException e) {
      error.addSuppressed(e);
    }
  }

  private void remember(Call call, KeyRecord key, String operation) {
    KeyUse use =
        new KeyUse(
            operation,
            call.time(),
            call.eventId(),
            call.requestId(),
            call.caller().principal().arn());
    if (!engine.usage().record(Records.key(key.arn()).id(), use)) {
      engine.housekeeping().flushUsage();
      engine.usage().record(Records.key(key.arn()).id(), use);
    }
  }

  private void record(Call call, KmsServiceException error) {
    if (trail.isPresent()) {
      boolean changes = !call.rule().is(OperationRule.Trait.READ_ONLY);
      trail.get().record(event(call, error), changes ? Durability.FORCED : Durability.BUFFERED);
    }
  }

  private AuditEvent event(Call call, KmsServiceException error) {
    AuditEvent.Builder event =
        AuditEvent.named(call.rule().name(), call.time(), call.eventId())
            .by(identity(call.caller()))
            .in(call.scope().region(), origin(call.caller()))
            .requestId(call.requestId())
            .parameters(parameters(call))
            .about(resources(call))
            .recipient(call.account());
    if (call.rule().is(OperationRule.Trait.READ_ONLY)) {
      event.readOnly();
    }
    Map<String, Object> additional = additional(call);
    if (!additional.isEmpty()) {
      event.additionalData(additional);
    }
    if (error != null) {
      event.failed(shortCode(error), error.getMessage());
    } else if (!call.answered().isEmpty()) {
      event.response(call.answered());
    }
    return event.build();
  }

  /** CloudTrail calls this one error by its short name. */
  private static String shortCode(KmsServiceException error) {
    return error.is(ErrorCode.ACCESS_DENIED) ? "AccessDenied" : error.code();
  }

  private AuditIdentity identity(Caller caller) {
    Principal principal = caller.principal();
    return new AuditIdentity(
        Identity.auditType(principal),
        Identity.id(principal),
        principal instanceof Principal.Service ? null : principal.arn(),
        principal.account().orElse(null),
        caller.contextValue("aws:accesskeyid"),
        Identity.userName(principal),
        null,
        principal instanceof Principal.Service
            ? principal.arn()
            : caller.contextValue("kms:viaservice"));
  }

  private static AuditOrigin origin(Caller caller) {
    String source = caller.contextValue("aws:sourceip");
    String agent = caller.contextValue("aws:useragent");
    return new AuditOrigin(
        source == null ? "127.0.0.1" : source,
        agent == null ? USER_AGENT : agent,
        caller.contextValue("aws:sourcevpce"),
        null);
  }

  private static List<AuditResource> resources(Call call) {
    List<AuditResource> resources = new ArrayList<>();
    for (KeyRecord key : call.keys()) {
      resources.add(AuditResource.key(key.arn().text(), key.account()));
    }
    for (String arn : call.otherResources()) {
      String type = arn.contains(":alias/") ? AuditResource.ALIAS : AuditResource.KEY;
      resources.add(new AuditResource(arn, call.account(), type));
    }
    return resources;
  }

  /** With the custom key store of the key that was used, or of the first one that is in any. */
  private static Map<String, Object> additional(Call call) {
    Map<String, Object> additional = new LinkedHashMap<>(call.additional());
    if (call.rule().is(OperationRule.Trait.CRYPTOGRAPHIC)) {
      call.keys().stream()
          .map(KeyRecord::customKeyStoreId)
          .filter(Objects::nonNull)
          .findFirst()
          .ifPresent(id -> additional.put("customKeyStoreId", id));
    }
    return additional;
  }

  /** A cryptographic call is shown with what it left to the service. */
  private static Map<String, Object> parameters(Call call) {
    Map<String, Object> shown = parameters(call.request());
    if (call.rule().is(OperationRule.Trait.CRYPTOGRAPHIC)) {
      DEFAULTS.forEach(
          (member, value) -> {
            if (RequestMembers.has(call.request(), member)) {
              shown.putIfAbsent(member, value);
            }
          });
    }
    return shown;
  }

  /** The members of a request that may be shown: none that is a blob, a secret or a token. */
  private static Map<String, Object> parameters(Record request) {
    Map<String, Object> shown = new LinkedHashMap<>();
    for (Shape.Part part : Shape.of(request.getClass()).parts()) {
      Object value = part.value(request);
      boolean secret = part.limits().map(limits -> limits.sensitive()).orElse(false);
      if (value != null && !secret && !(value instanceof byte[])) {
        shown.put(part.fieldName(), shown(value));
      }
    }
    return shown;
  }

  private static Object shown(Object value) {
    if (value instanceof Record nested) {
      return parameters(nested);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Recorder::shown).toList();
    }
    if (value == null
        || value instanceof Map<?, ?>
        || value instanceof Number
        || value instanceof Boolean) {
      return value;
    }
    return value instanceof dev.keyward.kms.WireNamed named ? named.wireName() : value.toString();
  }

  // What the service does by itself

  void rotated(KeyRecord key) {
    service("RotateKey", key, Map.of("keyMaterialId", key.current().keyMaterialId()));
  }

  void replicated(Call there, KeyRecord replica) {
    service("CreateKey", replica, Map.of("primaryRegion", replica.multiRegion().primaryRegion()));
    service("SynchronizeMultiRegionKey", replica, Map.of());
  }

  void deleted(KeyRecord key) {
    service("DeleteKey", key, Map.of());
  }

  void expired(KeyRecord key, String keyMaterialId) {
    service("DeleteExpiredKeyMaterial", key, Map.of("keyMaterialId", keyMaterialId));
  }

  /** What happened cannot be taken back; if it cannot be recorded, the trail's status tells. */
  private void service(String name, KeyRecord key, Map<String, Object> more) {
    if (trail.isEmpty()) {
      return;
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("keyId", key.arn().text());
    details.putAll(more);
    AuditEvent event =
        AuditEvent.named(name, engine.clock().instant(), CallIds.next().toString())
            .by(AuditIdentity.service(SERVICE))
            .in(key.region(), null)
            .about(List.of(AuditResource.key(key.arn().text(), key.account())))
            .recipient(key.account())
            .serviceEvent(details)
            .build();
    try {
      trail.get().record(event, Durability.BUFFERED);
    } catch (AuditUnavailableException e) {
      engine.housekeeping().auditFailed();
    }
  }

  private static KmsServiceException unavailable(RuntimeException cause) {
    return new KmsServiceException(
        ErrorCode.KMS_INTERNAL.wireName(),
        "The call cannot be recorded in the audit trail, so it is not answered: "
            + cause.getMessage(),
        null,
        cause);
  }

  private static void wipe(Record answer) {
    if (answer != null) {
      for (Shape.Part part : Shape.of(answer.getClass()).parts()) {
        if (part.value(answer) instanceof byte[] bytes) {
          Arrays.fill(bytes, (byte) 0);
        }
      }
    }
  }

  void flush() {
    trail.ifPresent(AuditTrail::flush);
  }

  /** Checks the trail of this store, this process's own lines included. */
  AuditVerification verify() {
    flush();
    return TrailVerifier.verify(kept(), engine.store());
  }

  List<AuditEntry> read(AuditQuery query) {
    trail.ifPresent(AuditTrail::flush);
    return AuditLog.read(kept(), engine.store().storeId(), query);
  }

  private AuditSettings kept() {
    return audit.orElseThrow(() -> KeyRules.unsupported("This key service keeps no audit trail."));
  }

  @Override
  public void close() {
    trail.ifPresent(AuditTrail::close);
  }
}
