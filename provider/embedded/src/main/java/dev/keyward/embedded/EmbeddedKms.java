package dev.keyward.embedded;

import dev.keyward.backend.ChangeTracking;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.policy.Principal;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.identity.AccessKeys;
import dev.keyward.identity.Credential;
import dev.keyward.identity.Identities;
import dev.keyward.identity.IdentityAdministration;
import dev.keyward.identity.PrincipalAccess;
import dev.keyward.identity.ServedCaller;
import dev.keyward.kms.AuditEntry;
import dev.keyward.kms.AuditQuery;
import dev.keyward.kms.AuditReading;
import dev.keyward.kms.AuditVerification;
import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.ConnectCustomKeyStore;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateCustomKeyStore;
import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Decapsulate;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeleteAlias;
import dev.keyward.kms.DeleteCustomKeyStore;
import dev.keyward.kms.DeleteImportedKeyMaterial;
import dev.keyward.kms.DeriveSharedSecret;
import dev.keyward.kms.DescribeCustomKeyStores;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.DisableKeyRotation;
import dev.keyward.kms.DisconnectCustomKeyStore;
import dev.keyward.kms.EnableKey;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.Encapsulate;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.Finding;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyPair;
import dev.keyward.kms.GenerateDataKeyPairWithoutPlaintext;
import dev.keyward.kms.GenerateDataKeyWithoutPlaintext;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.GetKeyLastUsage;
import dev.keyward.kms.GetKeyPolicy;
import dev.keyward.kms.GetKeyRotationStatus;
import dev.keyward.kms.GetParametersForImport;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.ListGrants;
import dev.keyward.kms.ListKeyPolicies;
import dev.keyward.kms.ListKeyRotations;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.ListResourceTags;
import dev.keyward.kms.ListRetirableGrants;
import dev.keyward.kms.PutKeyPolicy;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.kms.ReplicateKey;
import dev.keyward.kms.RetireGrant;
import dev.keyward.kms.RevokeGrant;
import dev.keyward.kms.RotateKeyOnDemand;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.SelfChecking;
import dev.keyward.kms.Sign;
import dev.keyward.kms.StoreUpkeep;
import dev.keyward.kms.TagResource;
import dev.keyward.kms.UntagResource;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.kms.UpdateCustomKeyStore;
import dev.keyward.kms.UpdateKeyDescription;
import dev.keyward.kms.UpdatePrimaryRegion;
import dev.keyward.kms.Verify;
import dev.keyward.kms.VerifyMac;
import dev.keyward.model.KeyReference;
import dev.keyward.secret.SecretBytes;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * A key management service inside the JVM, on a store that several JVMs share, as one caller sees
 * it. Thread-safe.
 *
 * <p>Using a key costs no database access once it was used: metadata, policies and opened material
 * stay in memory, and changes that other processes make are noticed within a second.
 *
 * <p>{@link #as} gives the same service to another caller; callers share everything but their
 * permissions.
 */
public final class EmbeddedKms
    implements Kms,
        SelfChecking,
        StoreUpkeep,
        ChangeTracking,
        AuditReading,
        IdentityAdministration,
        PrincipalAccess {
  private final Engine engine;
  private final Caller caller;
  private final boolean owner;

  /**
   * Opens the service for the root user of an account, with nothing but the store: no audit trail
   * and no request quotas.
   *
   * @param store where keys are; owned, closed together with the service
   * @param scope account and Region
   * @param clock the time
   * @param random the source of all randomness
   */
  public EmbeddedKms(RecordStore store, Scope scope, InstantSource clock, SecureRandom random) {
    this(store, Caller.root(scope), EngineSettings.plain(clock, random));
  }

  /**
   * Opens the service.
   *
   * @param store where keys are; owned, closed together with the service
   * @param caller who calls
   * @param settings everything else
   */
  public EmbeddedKms(RecordStore store, Caller caller, EngineSettings settings) {
    this(new Engine(store, caller.scope().partition(), settings), caller, true);
  }

  private EmbeddedKms(Engine engine, Caller caller, boolean owner) {
    this.engine = engine;
    this.caller = caller;
    this.owner = owner;
  }

  /**
   * The service as another caller sees it.
   *
   * @param other who calls
   * @return a view; closing it closes nothing
   */
  public EmbeddedKms as(Caller other) {
    return new EmbeddedKms(engine, other, false);
  }

  /**
   * Users, roles and policies of the accounts in the store. Whoever opened the store may change
   * them; callers it was shared with may not.
   *
   * @return their administration
   * @throws KmsServiceException AccessDeniedException in a view for another caller
   */
  @Override
  public Identities identities() {
    requireOwner();
    return engine.identityTable();
  }

  @Override
  public AccessKeys accessKeys() {
    requireOwner();
    return engine.accessKeyTable();
  }

  @Override
  public boolean claimFirstAdministrator(String account) {
    requireOwner();
    return engine.firstAdministrator().claim(account);
  }

  @Override
  public void releaseFirstAdministrator(String account) {
    requireOwner();
    engine.firstAdministrator().release(account);
  }

  @Override
  public Optional<Credential> credential(String accessKeyId) {
    requireOwner();
    return engine.accessKeys().find(accessKeyId);
  }

  @Override
  public Optional<SecretBytes> secret(Credential credential) {
    requireOwner();
    return engine.accessKeys().secret(credential);
  }

  @Override
  public Kms servedTo(ServedCaller served) {
    requireOwner();
    Principal principal = Principal.parse(served.principalArn());
    Scope own = caller.scope();
    String account = principal.account().orElse(own.account());
    Scope there = new Scope(own.partition(), served.region(), account);
    return as(new Caller(principal, there, served.circumstances()));
  }

  @Override
  public boolean honoursRequestIds() {
    return true;
  }

  @Override
  public AuditVerification verifyAudit() {
    requireOwner();
    return engine.recorder().verify();
  }

  @Override
  public List<AuditEntry> readAudit(AuditQuery query) {
    requireOwner();
    return engine.recorder().read(query);
  }

  @Override
  public List<Finding> selfCheck() {
    requireOwner();
    return engine.upkeep().selfCheck();
  }

  @Override
  public StoreUpkeep.Verified verifyStore() {
    requireOwner();
    return engine.upkeep().verifyStore();
  }

  @Override
  public void rotateRootKey() {
    requireOwner();
    engine.upkeep().maintenance().rotateRoot();
  }

  @Override
  public void rotateRootKey(String setting) {
    requireOwner();
    engine.upkeep().maintenance().rotateRoot(setting);
  }

  @Override
  public Instant acceptPresentTime() {
    requireOwner();
    return engine.upkeep().acceptPresentTime();
  }

  private void requireOwner() {
    if (!owner) {
      throw new KmsServiceException(
          ErrorCode.ACCESS_DENIED, "Only who opened the store may do this, not its callers.");
    }
  }

  /**
   * Who calls.
   *
   * @return the caller
   */
  public Caller caller() {
    return caller;
  }

  private <I extends Record, O extends Record> O call(
      String operation, I request, BiFunction<Call, I, O> body) {
    return engine.run(caller, OperationRule.of(operation), request, body);
  }

  private <I extends Record> void run(String operation, I request, BiConsumer<Call, I> body) {
    engine.run(
        caller,
        OperationRule.of(operation),
        request,
        (call, input) -> {
          body.accept(call, input);
          return null;
        });
  }

  @Override
  public CreateKey.Response createKey(CreateKey.Request request) {
    return call("CreateKey", request, engine.keys()::create);
  }

  @Override
  public DescribeKey.Response describeKey(DescribeKey.Request request) {
    return call("DescribeKey", request, engine.keys()::describe);
  }

  @Override
  public ListKeys.Response listKeys(ListKeys.Request request) {
    return call("ListKeys", request, engine.keys()::list);
  }

  @Override
  public void createAlias(CreateAlias.Request request) {
    run("CreateAlias", request, engine.aliases()::create);
  }

  @Override
  public void updateAlias(UpdateAlias.Request request) {
    run("UpdateAlias", request, engine.aliases()::update);
  }

  @Override
  public void deleteAlias(DeleteAlias.Request request) {
    run("DeleteAlias", request, engine.aliases()::delete);
  }

  @Override
  public ListAliases.Response listAliases(ListAliases.Request request) {
    return call("ListAliases", request, engine.aliases()::list);
  }

  @Override
  public Encrypt.Response encrypt(Encrypt.Request request) {
    return call("Encrypt", request, engine.encryption()::encrypt);
  }

  @Override
  public Decrypt.Response decrypt(Decrypt.Request request) {
    return call("Decrypt", request, engine.encryption()::decrypt);
  }

  @Override
  public ReEncrypt.Response reEncrypt(ReEncrypt.Request request) {
    return call("ReEncrypt", request, engine.encryption()::reEncrypt);
  }

  @Override
  public GenerateDataKey.Response generateDataKey(GenerateDataKey.Request request) {
    return call("GenerateDataKey", request, engine.dataKeys()::withPlaintext);
  }

  @Override
  public GenerateDataKeyWithoutPlaintext.Response generateDataKeyWithoutPlaintext(
      GenerateDataKeyWithoutPlaintext.Request request) {
    return call("GenerateDataKeyWithoutPlaintext", request, engine.dataKeys()::withoutPlaintext);
  }

  @Override
  public GenerateRandom.Response generateRandom(GenerateRandom.Request request) {
    return call("GenerateRandom", request, engine.dataKeys()::random);
  }

  @Override
  public Sign.Response sign(Sign.Request request) {
    return call("Sign", request, engine.signing()::sign);
  }

  @Override
  public Verify.Response verify(Verify.Request request) {
    return call("Verify", request, engine.signing()::verify);
  }

  @Override
  public GetPublicKey.Response getPublicKey(GetPublicKey.Request request) {
    return call("GetPublicKey", request, engine.keys()::publicKey);
  }

  @Override
  public void enableKey(EnableKey.Request request) {
    run("EnableKey", request, engine.keys()::enable);
  }

  @Override
  public void disableKey(DisableKey.Request request) {
    run("DisableKey", request, engine.keys()::disable);
  }

  @Override
  public ScheduleKeyDeletion.Response scheduleKeyDeletion(ScheduleKeyDeletion.Request request) {
    return call("ScheduleKeyDeletion", request, engine.keys()::scheduleDeletion);
  }

  @Override
  public CancelKeyDeletion.Response cancelKeyDeletion(CancelKeyDeletion.Request request) {
    return call("CancelKeyDeletion", request, engine.keys()::cancelDeletion);
  }

  @Override
  public void enableKeyRotation(EnableKeyRotation.Request request) {
    run("EnableKeyRotation", request, engine.rotations()::enable);
  }

  @Override
  public void disableKeyRotation(DisableKeyRotation.Request request) {
    run("DisableKeyRotation", request, engine.rotations()::disable);
  }

  @Override
  public GetKeyRotationStatus.Response getKeyRotationStatus(GetKeyRotationStatus.Request request) {
    return call("GetKeyRotationStatus", request, engine.rotations()::status);
  }

  @Override
  public RotateKeyOnDemand.Response rotateKeyOnDemand(RotateKeyOnDemand.Request request) {
    return call("RotateKeyOnDemand", request, engine.rotations()::rotate);
  }

  @Override
  public void putKeyPolicy(PutKeyPolicy.Request request) {
    run("PutKeyPolicy", request, engine.policies()::put);
  }

  @Override
  public GetKeyPolicy.Response getKeyPolicy(GetKeyPolicy.Request request) {
    return call("GetKeyPolicy", request, engine.policies()::get);
  }

  @Override
  public ListKeyPolicies.Response listKeyPolicies(ListKeyPolicies.Request request) {
    return call("ListKeyPolicies", request, engine.policies()::list);
  }

  @Override
  public CreateGrant.Response createGrant(CreateGrant.Request request) {
    return call("CreateGrant", request, engine.grants()::create);
  }

  @Override
  public ListGrants.Response listGrants(ListGrants.Request request) {
    return call("ListGrants", request, engine.grants()::list);
  }

  @Override
  public ListRetirableGrants.Response listRetirableGrants(ListRetirableGrants.Request request) {
    return call("ListRetirableGrants", request, engine.grants()::listRetirable);
  }

  @Override
  public void retireGrant(RetireGrant.Request request) {
    run("RetireGrant", request, engine.grants()::retire);
  }

  @Override
  public void revokeGrant(RevokeGrant.Request request) {
    run("RevokeGrant", request, engine.grants()::revoke);
  }

  @Override
  public void tagResource(TagResource.Request request) {
    run("TagResource", request, engine.keys()::tag);
  }

  @Override
  public void untagResource(UntagResource.Request request) {
    run("UntagResource", request, engine.keys()::untag);
  }

  @Override
  public ListResourceTags.Response listResourceTags(ListResourceTags.Request request) {
    return call("ListResourceTags", request, engine.keys()::listTags);
  }

  @Override
  public void updateKeyDescription(UpdateKeyDescription.Request request) {
    run("UpdateKeyDescription", request, engine.keys()::describe);
  }

  @Override
  public GetKeyLastUsage.Response getKeyLastUsage(GetKeyLastUsage.Request request) {
    return call("GetKeyLastUsage", request, engine.keys()::lastUsage);
  }

  @Override
  public ListKeyRotations.Response listKeyRotations(ListKeyRotations.Request request) {
    return call("ListKeyRotations", request, engine.rotations()::list);
  }

  @Override
  public GenerateDataKeyPair.Response generateDataKeyPair(GenerateDataKeyPair.Request request) {
    return call("GenerateDataKeyPair", request, engine.dataKeys()::pairWithPlaintext);
  }

  @Override
  public GenerateDataKeyPairWithoutPlaintext.Response generateDataKeyPairWithoutPlaintext(
      GenerateDataKeyPairWithoutPlaintext.Request request) {
    return call(
        "GenerateDataKeyPairWithoutPlaintext", request, engine.dataKeys()::pairWithoutPlaintext);
  }

  @Override
  public GenerateMac.Response generateMac(GenerateMac.Request request) {
    return call("GenerateMac", request, engine.signing()::generateMac);
  }

  @Override
  public VerifyMac.Response verifyMac(VerifyMac.Request request) {
    return call("VerifyMac", request, engine.signing()::verifyMac);
  }

  @Override
  public DeriveSharedSecret.Response deriveSharedSecret(DeriveSharedSecret.Request request) {
    return call("DeriveSharedSecret", request, engine.agreement()::derive);
  }

  @Override
  public Encapsulate.Response encapsulate(Encapsulate.Request request) {
    return call("Encapsulate", request, engine.agreement()::encapsulate);
  }

  @Override
  public Decapsulate.Response decapsulate(Decapsulate.Request request) {
    return call("Decapsulate", request, engine.agreement()::decapsulate);
  }

  @Override
  public GetParametersForImport.Response getParametersForImport(
      GetParametersForImport.Request request) {
    return call("GetParametersForImport", request, engine.imports()::parameters);
  }

  @Override
  public ImportKeyMaterial.Response importKeyMaterial(ImportKeyMaterial.Request request) {
    return call("ImportKeyMaterial", request, engine.imports()::importMaterial);
  }

  @Override
  public DeleteImportedKeyMaterial.Response deleteImportedKeyMaterial(
      DeleteImportedKeyMaterial.Request request) {
    return call("DeleteImportedKeyMaterial", request, engine.imports()::delete);
  }

  @Override
  public ReplicateKey.Response replicateKey(ReplicateKey.Request request) {
    return call("ReplicateKey", request, engine.replication()::replicate);
  }

  @Override
  public void updatePrimaryRegion(UpdatePrimaryRegion.Request request) {
    run("UpdatePrimaryRegion", request, engine.replication()::updatePrimary);
  }

  @Override
  public CreateCustomKeyStore.Response createCustomKeyStore(CreateCustomKeyStore.Request request) {
    return call("CreateCustomKeyStore", request, engine.keyStores()::create);
  }

  @Override
  public DescribeCustomKeyStores.Response describeCustomKeyStores(
      DescribeCustomKeyStores.Request request) {
    return call("DescribeCustomKeyStores", request, engine.keyStores()::describe);
  }

  @Override
  public UpdateCustomKeyStore.Response updateCustomKeyStore(UpdateCustomKeyStore.Request request) {
    return call("UpdateCustomKeyStore", request, engine.keyStores()::update);
  }

  @Override
  public ConnectCustomKeyStore.Response connectCustomKeyStore(
      ConnectCustomKeyStore.Request request) {
    return call("ConnectCustomKeyStore", request, engine.keyStores()::connect);
  }

  @Override
  public DisconnectCustomKeyStore.Response disconnectCustomKeyStore(
      DisconnectCustomKeyStore.Request request) {
    return call("DisconnectCustomKeyStore", request, engine.keyStores()::disconnect);
  }

  @Override
  public DeleteCustomKeyStore.Response deleteCustomKeyStore(DeleteCustomKeyStore.Request request) {
    return call("DeleteCustomKeyStore", request, engine.keyStores()::delete);
  }

  @Override
  public long generation(KeyReference reference) {
    return engine.generation(reference, caller.scope());
  }

  @Override
  public void close() {
    if (owner) {
      engine.close();
    }
  }
}
