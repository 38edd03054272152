package dev.keyward.embedded;

import dev.keyward.embedded.grant.GrantTable;
import dev.keyward.embedded.identity.AccessKeyDirectory;
import dev.keyward.embedded.identity.AccessKeyTable;
import dev.keyward.embedded.identity.FirstAdministrator;
import dev.keyward.embedded.identity.IdentityDirectory;
import dev.keyward.embedded.identity.IdentityTable;
import dev.keyward.embedded.lifecycle.AliasRecord;
import dev.keyward.embedded.lifecycle.BackingKey;
import dev.keyward.embedded.lifecycle.KeyLifecycle;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.KeyResolver;
import dev.keyward.embedded.lifecycle.KeyTable;
import dev.keyward.embedded.lifecycle.Records;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.region.RelatedKeys;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.telemetry.CallTelemetry;
import dev.keyward.embedded.usage.KeyUse;
import dev.keyward.embedded.usage.LastUsage;
import dev.keyward.failure.KmsException;
import dev.keyward.kms.Constraints;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.KeyState;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/**
 * One open store and everything that works on it, for all callers. Thread-safe.
 *
 * <p>The rooms below it know nothing of each other; what they need of one another goes through
 * here.
 */
final class Engine implements AutoCloseable {
  private final RecordStore store;
  private final EngineSettings settings;

  /** Counts changes of what decides about requests besides the key itself. */
  private final AtomicLong authorizationEpoch = new AtomicLong();

  /** Counts changes of grants by key, so that a grant on one key disturbs no other. */
  private final Map<String, Long> grantChanges = new ConcurrentHashMap<>();

  private final OpenedMaterials materials;
  private final KeyTable table;
  private final KeyResolver resolver;
  private final KeyLifecycle lifecycle;
  private final RelatedKeys regions;
  private final IdentityDirectory identities;
  private final IdentityTable identityTable;
  private final AccessKeyTable accessKeyTable;
  private final FirstAdministrator firstAdministrator;
  private final AccessKeyDirectory accessKeys;
  private final GrantTable grantTable;
  private final Authorizer authorizer;
  private final Cryptography cryptography;
  private final KeyRotation rotation;
  private final ResourceLimits resourceLimits;
  private final RequestLimits requestLimits;
  private final LastUsage usage;
  private final Recorder recorder;
  private final Housekeeping housekeeping;
  private final ServiceKeys serviceKeys;
  private final Markers markers;
  private final Upkeep upkeep;

  private final KeyOperations keys;
  private final AliasOperations aliases;
  private final EncryptionOperations encryption;
  private final DataKeyOperations dataKeys;
  private final SigningOperations signing;
  private final AgreementOperations agreement;
  private final RotationOperations rotations;
  private final PolicyOperations policies;
  private final GrantOperations grants;
  private final ImportOperations imports;
  private final RegionOperations replication;
  private final KeyStoreOperations keyStores;

  Engine(RecordStore records, String partition, EngineSettings settings) {
    this.store = new AnnouncingStore(records, this::forget);
    this.settings = settings;
    this.materials = new OpenedMaterials(store);
    this.identities = new IdentityDirectory(store, partition);
    this.identityTable = new IdentityTable(store, partition, settings.clock());
    this.accessKeyTable = new AccessKeyTable(store, settings.clock(), settings.random());
    this.firstAdministrator = new FirstAdministrator(store, settings.clock());
    this.accessKeys = new AccessKeyDirectory(store);
    this.grantTable = new GrantTable(store);
    this.table = new KeyTable(store, this::forget);
    this.keyStores = new KeyStoreOperations(this, settings);
    this.resolver = new KeyResolver(table, settings.clock(), this::seen);
    this.lifecycle = new KeyLifecycle(table, resolver, settings.clock(), settings.random());
    this.regions = new RelatedKeys(table, resolver, settings.clock());
    this.authorizer = new Authorizer(identities, grantTable);
    this.cryptography = new Cryptography(materials, keyStores, settings.random());
    this.rotation = new KeyRotation(this);
    this.resourceLimits = new ResourceLimits(settings.resources(), table, store);
    this.requestLimits = new RequestLimits(settings);
    this.usage = new LastUsage();
    this.recorder = new Recorder(this, settings);
    this.housekeeping = new Housekeeping(this, store, settings);
    this.serviceKeys = new ServiceKeys(this);
    this.markers = new Markers(store.secretFor("marker"));
    this.upkeep = new Upkeep(this, records, settings);
    this.keys = new KeyOperations(this);
    this.aliases = new AliasOperations(this);
    this.encryption = new EncryptionOperations(this);
    this.dataKeys = new DataKeyOperations(this);
    this.signing = new SigningOperations(this);
    this.agreement = new AgreementOperations(this);
    this.rotations = new RotationOperations(this);
    this.policies = new PolicyOperations(this);
    this.grants = new GrantOperations(this);
    this.imports = new ImportOperations(this);
    this.replication = new RegionOperations(this);
  }

  /** Carries a call out, records it, and only then gives the answer away. */
  <I extends Record, O extends Record> O run(
      Caller caller, OperationRule rule, I request, BiFunction<Call, I, O> body) {
    Call call = new Call(this, caller, rule, request);
    CallTelemetry.Call telemetry = CallTelemetry.begin(rule.name());
    housekeeping.beforeCall(call);
    O answer;
    try {
      Constraints.check(request);
      answer = body.apply(call, request);
    } catch (KmsServiceException e) {
      failed(call, telemetry, e);
      throw e;
    } catch (KmsException e) {
      failed(call, telemetry, new KmsServiceException(ErrorCode.KMS_INTERNAL, e.getMessage()));
      throw e;
    } catch (RuntimeException | Error e) {
      failed(call, telemetry, new KmsServiceException(ErrorCode.KMS_INTERNAL, null));
      throw e;
    }
    recorder.succeeded(call, answer);
    end(call, telemetry, null);
    return answer;
  }

  private void failed(Call call, CallTelemetry.Call telemetry, KmsServiceException error) {
    recorder.failed(call, error);
    end(call, telemetry, error.code());
  }

  private static void end(Call call, CallTelemetry.Call telemetry, String errorCode) {
    telemetry.end(call.firstKey(), call.caller().principal().arn(), errorCode);
  }

  private void forget(RecordId changed) {
    if (changed.equals(RecordStore.ANY)) {
      materials.forget(changed);
      grantTable.forgetAll();
      identities.forgetAll();
      accessKeys.forgetAll();
      keyStores.forgetAll();
      authorizationEpoch.incrementAndGet();
      return;
    }
    switch (changed.kind()) {
      case MATERIAL -> materials.forget(changed);
      case GRANT -> {
        grantTable.forget(changed);
        grantChanges.merge(changed.id().substring(0, changed.id().lastIndexOf('/')), 1L, Long::sum);
      }
      case PRINCIPAL, POLICY -> {
        identities.forget(changed);
        authorizationEpoch.incrementAndGet();
      }
      case ACCESS_KEY -> accessKeys.forget(changed);
      case KEY_STORE -> {
        keyStores.forget(changed);
        authorizationEpoch.incrementAndGet();
      }
      case KEY, ALIAS, USAGE, DUE, AUDIT, META -> {}
    }
  }

  /**
   * A stored key as callers see it: imported material may have expired, a store be disconnected.
   */
  private KeyRecord seen(KeyRecord stored) {
    return switch (stored.keyState()) {
      case ENABLED, DISABLED -> stored.withState(overlaid(stored));
      case CREATING,
          PENDING_DELETION,
          PENDING_IMPORT,
          PENDING_REPLICA_DELETION,
          UNAVAILABLE,
          UPDATING ->
          stored;
    };
  }

  private KeyState overlaid(KeyRecord stored) {
    return switch (stored.origin()) {
      case AWS_KMS -> stored.keyState();
      case EXTERNAL ->
          stored.hasAllMaterial(expiryTime()) ? stored.keyState() : KeyState.PENDING_IMPORT;
      case AWS_CLOUDHSM, EXTERNAL_KEY_STORE ->
          keyStores.isConnected(stored) ? stored.keyState() : KeyState.UNAVAILABLE;
    };
  }

  /** The time that expiry is judged by: while the clock is known to be wrong, nothing expires. */
  private Instant expiryTime() {
    return mayLetThingsExpire() ? settings.clock().instant() : Instant.EPOCH;
  }

  /** Tells whether the clock can be trusted for what cannot be taken back. */
  boolean mayLetThingsExpire() {
    return housekeeping.clockIsPlausible();
  }

  BackingKey firstGeneration(Instant now) {
    return BackingKey.first(lifecycle.newMaterialId(), now);
  }

  KeyMetadata metadata(KeyRecord key) {
    return Answers.metadata(resolver.seen(key), keyStores.clusterOf(key));
  }

  List<String> aliasNames(KeyRecord key) {
    if (key.aliases() == 0) {
      return List.of();
    }
    return table
        .aliasesAfter(
            key.scope(), Optional.of(new KeyId(key.keyId())), Optional.empty(), key.aliases())
        .stream()
        .map(AliasRecord::aliasName)
        .toList();
  }

  /** Whole days since a key was used last, or since it was created. */
  long idleDays(KeyRecord key, Instant now) {
    Instant last =
        usage.find(store, Records.key(key.arn()).id()).map(KeyUse::time).orElse(key.creationDate());
    return Math.max(0, Duration.between(last, now).toDays());
  }

  void recordRotation(KeyRecord key) {
    recorder.rotated(key);
  }

  void recordReplication(Call there, KeyRecord replica) {
    recorder.replicated(there, replica);
  }

  /** A number that changes when a key, or what decides about its use, does. */
  long generation(KeyReference reference, Scope scope) {
    KeyReference name =
        reference instanceof AliasName alias
            ? scope.arn(alias)
            : reference instanceof KeyId id ? scope.arn(id) : reference;
    Optional<Versioned<KeyRecord>> key = resolver.find(name);
    if (key.isEmpty()) {
      return -1;
    }
    long generation = 31 * authorizationEpoch.get() + key.get().version();
    generation = 31 * generation + key.get().value().keyState().ordinal();
    String record = Records.key(key.get().value().arn()).id();
    generation = 31 * generation + grantChanges.getOrDefault(record, 0L);
    if (name instanceof AliasArn alias) {
      // The alias may be deleted and made again, or point elsewhere.
      long version = table.alias(alias).map(Versioned::version).orElse(0L);
      generation = 31 * (31 * generation + version) + key.get().value().keyId().hashCode();
    }
    return generation & Long.MAX_VALUE;
  }

  InstantSource clock() {
    return settings.clock();
  }

  SecureRandom random() {
    return settings.random();
  }

  RecordStore store() {
    return store;
  }

  KeyTable table() {
    return table;
  }

  KeyResolver resolver() {
    return resolver;
  }

  KeyLifecycle lifecycle() {
    return lifecycle;
  }

  RelatedKeys regions() {
    return regions;
  }

  IdentityDirectory identities() {
    return identities;
  }

  IdentityTable identityTable() {
    return identityTable;
  }

  AccessKeyTable accessKeyTable() {
    return accessKeyTable;
  }

  FirstAdministrator firstAdministrator() {
    return firstAdministrator;
  }

  /** Access keys for use; what other processes changed is known within the time between looks. */
  AccessKeyDirectory accessKeys() {
    table.refresh();
    return accessKeys;
  }

  GrantTable grantTable() {
    return grantTable;
  }

  Authorizer authorizer() {
    return authorizer;
  }

  Cryptography cryptography() {
    return cryptography;
  }

  KeyRotation rotation() {
    return rotation;
  }

  ResourceLimits resourceQuotas() {
    return resourceLimits;
  }

  RequestLimits requestQuotas() {
    return requestLimits;
  }

  LastUsage usage() {
    return usage;
  }

  Recorder recorder() {
    return recorder;
  }

  Housekeeping housekeeping() {
    return housekeeping;
  }

  ServiceKeys serviceKeys() {
    return serviceKeys;
  }

  Upkeep upkeep() {
    return upkeep;
  }

  Markers markers() {
    return markers;
  }

  KeyOperations keys() {
    return keys;
  }

  AliasOperations aliases() {
    return aliases;
  }

  EncryptionOperations encryption() {
    return encryption;
  }

  DataKeyOperations dataKeys() {
    return dataKeys;
  }

  SigningOperations signing() {
    return signing;
  }

  AgreementOperations agreement() {
    return agreement;
  }

  RotationOperations rotations() {
    return rotations;
  }

  PolicyOperations policies() {
    return policies;
  }

  GrantOperations grants() {
    return grants;
  }

  ImportOperations imports() {
    return imports;
  }

  RegionOperations replication() {
    return replication;
  }

  KeyStoreOperations keyStores() {
    return keyStores;
  }

  /** Ends everything that is running, the audit trail last before the store. */
  @Override
  public void close() {
    housekeeping.close();
    recorder.close();
    keyStores.close();
    materials.close();
    imports.close();
    grants.close();
    markers.close();
    store.close();
  }
}
