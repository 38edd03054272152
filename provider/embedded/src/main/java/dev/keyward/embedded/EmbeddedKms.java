package dev.keyward.embedded;

import dev.keyward.backend.ChangeTracking;
import dev.keyward.embedded.lifecycle.AliasLifecycle;
import dev.keyward.embedded.lifecycle.AliasRecord;
import dev.keyward.embedded.lifecycle.KeyLifecycle;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.KeyResolver;
import dev.keyward.embedded.lifecycle.KeyTable;
import dev.keyward.embedded.lifecycle.RotationSchedule;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.lifecycle.StateRules;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.material.Materials;
import dev.keyward.embedded.material.NewMaterial;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.Constraints;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeleteAlias;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.DisableKeyRotation;
import dev.keyward.kms.EnableKey;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyWithoutPlaintext;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.GetKeyRotationStatus;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KeyListEntry;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.kms.RotateKeyOnDemand;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.Sign;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.kms.Verify;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.KeySpec;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A key management service inside the JVM, on a store that several JVMs share. Thread-safe.
 *
 * <p>Using a key costs no database access once it was used: metadata and opened material stay in
 * memory, and changes that other processes make are noticed within a second.
 */
public final class EmbeddedKms implements Kms, ChangeTracking {
  private static final int DEFAULT_WAITING_DAYS = 30;
  private static final int MIN_WAITING_DAYS = 7;
  private static final int DEFAULT_PAGE = 100;
  private static final int DEFAULT_ALIAS_PAGE = 50;
  private static final int MAX_ALIAS_PAGE = 100;

  private final RecordStore store;
  private final Scope scope;
  private final SecureRandom random;
  private final OpenedMaterials materials;
  private final KeyTable table;
  private final KeyResolver resolver;
  private final KeyLifecycle keys;
  private final AliasLifecycle aliases;
  private final AutomaticRotation rotation;
  private final CryptographicOperations cryptographic;
  private final Markers markers;
  private final InstantSource clock;

  /**
   * Makes the service.
   *
   * @param store where keys are; owned, closed together with the service
   * @param scope account and Region
   * @param clock the time
   * @param random the source of all randomness
   */
  public EmbeddedKms(RecordStore store, Scope scope, InstantSource clock, SecureRandom random) {
    this.store = store;
    this.scope = scope;
    this.random = random;
    this.clock = clock;
    this.materials = new OpenedMaterials(store, scope);
    this.table = new KeyTable(store, scope, materials::forget);
    this.resolver = new KeyResolver(table, scope, clock);
    this.keys = new KeyLifecycle(table, resolver, scope, clock, random);
    this.aliases = new AliasLifecycle(table, resolver, scope, clock);
    this.markers = new Markers(store.secretFor("marker"));
    this.rotation = new AutomaticRotation(keys, random);
    this.cryptographic =
        new CryptographicOperations(
            resolver, new Cryptography(materials, random), rotation::rotatedIfPossible, random);
  }

  @Override
  public CreateKey.Response createKey(CreateKey.Request request) {
    Constraints.check(request);
    KeyLifecycle.Plan plan = CreateKeyRules.plan(request);
    try (NewMaterial material = Materials.generate(plan.spec(), random)) {
      KeyRecord key = keys.create(plan, material.stored(), material.publicKey());
      return new CreateKey.Response(Answers.metadata(key));
    }
  }

  @Override
  public DescribeKey.Response describeKey(DescribeKey.Request request) {
    Constraints.check(request);
    CryptographicOperations.refuseGrantTokens(request.grantTokens());
    return new DescribeKey.Response(Answers.metadata(resolver.resolve(request.keyId()).value()));
  }

  @Override
  public ListKeys.Response listKeys(ListKeys.Request request) {
    Constraints.check(request);
    int limit = request.limit() == null ? DEFAULT_PAGE : request.limit();
    Optional<KeyId> after = markers.read("ListKeys", request.marker()).map(KeyId::new);
    List<KeyRecord> found = table.keysAfter(after, limit + 1);
    boolean truncated = found.size() > limit;
    List<KeyRecord> page = found.subList(0, Math.min(limit, found.size()));
    List<KeyListEntry> entries =
        page.stream()
            .filter(key -> !key.isDeleted(clock.instant()))
            .map(key -> new KeyListEntry(key.keyId(), key.arn().text()))
            .toList();
    String next = truncated ? markers.make("ListKeys", page.get(limit - 1).keyId()) : null;
    return new ListKeys.Response(entries, next, truncated);
  }

  @Override
  public void createAlias(CreateAlias.Request request) {
    Constraints.check(request);
    aliases.create(request.aliasName(), request.targetKeyId());
  }

  @Override
  public void updateAlias(UpdateAlias.Request request) {
    Constraints.check(request);
    aliases.update(request.aliasName(), request.targetKeyId());
  }

  @Override
  public void deleteAlias(DeleteAlias.Request request) {
    Constraints.check(request);
    aliases.delete(request.aliasName());
  }

  @Override
  public ListAliases.Response listAliases(ListAliases.Request request) {
    Constraints.check(request);
    int limit = aliasLimit(request.limit());
    Optional<KeyId> ofKey =
        Optional.ofNullable(request.keyId())
            .map(id -> new KeyId(resolver.resolveKey(id).value().keyId()));
    String listing = "ListAliases " + ofKey.map(KeyId::text).orElse("");
    Optional<AliasName> after = markers.read(listing, request.marker()).map(AliasName::new);
    List<AliasRecord> found = table.aliasesAfter(ofKey, after, limit + 1);
    boolean truncated = found.size() > limit;
    List<AliasRecord> page = found.subList(0, Math.min(limit, found.size()));
    String next = truncated ? markers.make(listing, page.get(limit - 1).aliasName()) : null;
    return new ListAliases.Response(
        page.stream()
            .filter(alias -> resolver.find(new KeyId(alias.targetKeyId())).isPresent())
            .map(alias -> Answers.alias(scope, alias))
            .toList(),
        next,
        truncated);
  }

  @Override
  public Encrypt.Response encrypt(Encrypt.Request request) {
    Constraints.check(request);
    return cryptographic.encrypt(request);
  }

  @Override
  public Decrypt.Response decrypt(Decrypt.Request request) {
    Constraints.check(request);
    return cryptographic.decrypt(request);
  }

  @Override
  public ReEncrypt.Response reEncrypt(ReEncrypt.Request request) {
    Constraints.check(request);
    return cryptographic.reEncrypt(request);
  }

  @Override
  public GenerateDataKey.Response generateDataKey(GenerateDataKey.Request request) {
    Constraints.check(request);
    return cryptographic.generateDataKey(request);
  }

  @Override
  public GenerateDataKeyWithoutPlaintext.Response generateDataKeyWithoutPlaintext(
      GenerateDataKeyWithoutPlaintext.Request request) {
    Constraints.check(request);
    return cryptographic.generateDataKeyWithoutPlaintext(request);
  }

  @Override
  public GenerateRandom.Response generateRandom(GenerateRandom.Request request) {
    Constraints.check(request);
    return cryptographic.generateRandom(request);
  }

  @Override
  public Sign.Response sign(Sign.Request request) {
    Constraints.check(request);
    return cryptographic.sign(request);
  }

  @Override
  public Verify.Response verify(Verify.Request request) {
    Constraints.check(request);
    return cryptographic.verify(request);
  }

  @Override
  public GetPublicKey.Response getPublicKey(GetPublicKey.Request request) {
    Constraints.check(request);
    CryptographicOperations.refuseGrantTokens(request.grantTokens());
    KeyRecord key = resolver.resolve(request.keyId()).value();
    StateRules.check(key, StateRules.Kind.CRYPTOGRAPHIC);
    if (!key.keySpec().isKeyPair()) {
      throw new KmsServiceException(
          ErrorCode.UNSUPPORTED_OPERATION,
          key.arn() + " key spec is " + key.keySpec() + " which is not valid for GetPublicKey.");
    }
    return Answers.publicKey(key);
  }

  @Override
  public void enableKey(EnableKey.Request request) {
    Constraints.check(request);
    keys.setEnabled(request.keyId(), true);
  }

  @Override
  public void disableKey(DisableKey.Request request) {
    Constraints.check(request);
    keys.setEnabled(request.keyId(), false);
  }

  @Override
  public ScheduleKeyDeletion.Response scheduleKeyDeletion(ScheduleKeyDeletion.Request request) {
    Constraints.check(request);
    int days =
        request.pendingWindowInDays() == null
            ? DEFAULT_WAITING_DAYS
            : request.pendingWindowInDays();
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
    KeyRecord key = keys.scheduleDeletion(request.keyId(), days);
    return new ScheduleKeyDeletion.Response(
        key.arn().text(), key.deletionDate(), key.keyState(), days);
  }

  @Override
  public CancelKeyDeletion.Response cancelKeyDeletion(CancelKeyDeletion.Request request) {
    Constraints.check(request);
    return new CancelKeyDeletion.Response(keys.cancelDeletion(request.keyId()).arn().text());
  }

  @Override
  public void enableKeyRotation(EnableKeyRotation.Request request) {
    Constraints.check(request);
    keys.enableRotation(
        request.keyId(),
        request.rotationPeriodInDays() == null
            ? RotationSchedule.DEFAULT_PERIOD_DAYS
            : request.rotationPeriodInDays());
  }

  @Override
  public void disableKeyRotation(DisableKeyRotation.Request request) {
    Constraints.check(request);
    keys.disableRotation(request.keyId());
  }

  @Override
  public GetKeyRotationStatus.Response getKeyRotationStatus(GetKeyRotationStatus.Request request) {
    Constraints.check(request);
    KeyRecord key = rotation.rotatedIfPossible(resolver.resolveKey(request.keyId()).value());
    boolean enabled = key.rotation() != null && key.deletionDate() == null;
    return new GetKeyRotationStatus.Response(
        enabled,
        key.keyId(),
        enabled ? key.rotation().periodInDays() : null,
        enabled ? key.rotation().nextDate() : null,
        null);
  }

  @Override
  public RotateKeyOnDemand.Response rotateKeyOnDemand(RotateKeyOnDemand.Request request) {
    Constraints.check(request);
    // Otherwise an automatic rotation that is overdue would be in the way for ever.
    rotation.rotatedIfDue(resolver.resolveKey(request.keyId()).value());
    try (NewMaterial material = Materials.generate(KeySpec.SYMMETRIC_DEFAULT, random)) {
      KeyRecord key = keys.rotateOnDemand(request.keyId(), material.stored());
      return new RotateKeyOnDemand.Response(key.arn().text());
    }
  }

  @Override
  public long generation(KeyReference reference) {
    if (reference instanceof AliasName name) {
      return generationOfAlias(name);
    }
    if (reference instanceof AliasArn arn) {
      return generationOfAlias(arn.alias());
    }
    KeyId id = reference instanceof KeyArn arn ? arn.keyId() : (KeyId) reference;
    return resolver.find(id).map(Versioned::version).orElse(-1L);
  }

  /** Mixes the alias's version and target in: it may be deleted and made again. */
  private long generationOfAlias(AliasName name) {
    return table
        .alias(name)
        .map(
            alias -> {
              KeyId target = new KeyId(alias.value().targetKeyId());
              long key = generation(target);
              return key < 0
                  ? -1
                  : (31 * (31L * target.hashCode() + alias.version()) + key) & Long.MAX_VALUE;
            })
        .orElse(-1L);
  }

  private static int aliasLimit(Integer limit) {
    if (limit != null && limit > MAX_ALIAS_PAGE) {
      throw Constraints.failure(
          List.of(
              Constraints.violation(
                  limit.toString(),
                  "limit",
                  "have value less than or equal to " + MAX_ALIAS_PAGE)));
    }
    return limit == null ? DEFAULT_ALIAS_PAGE : limit;
  }

  @Override
  public void close() {
    materials.close();
    markers.close();
    store.close();
  }
}
