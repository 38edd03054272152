package dev.keyward.remote;

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
import dev.keyward.kms.TagResource;
import dev.keyward.kms.UntagResource;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.kms.UpdateCustomKeyStore;
import dev.keyward.kms.UpdateKeyDescription;
import dev.keyward.kms.UpdatePrimaryRegion;
import dev.keyward.kms.Verify;
import dev.keyward.kms.VerifyMac;
import dev.keyward.remote.wire.KmsCalls;
import java.util.List;
import java.util.Objects;

/**
 * A KMS at the other end of a wire: AWS KMS, or a Keyward endpoint. Opens nothing before its first
 * call.
 */
public final class RemoteKms implements Kms, SelfChecking {
  private final KmsCalls calls;
  private final RemoteHealth health;

  RemoteKms(KmsCalls calls, RemoteHealth health) {
    this.calls = Objects.requireNonNull(calls, "calls");
    this.health = Objects.requireNonNull(health, "health");
  }

  /**
   * How the client is.
   *
   * @return counters and a verdict; asks nobody
   */
  public RemoteHealth health() {
    return health;
  }

  @Override
  public List<Finding> selfCheck() {
    return health.findings();
  }

  private Record call(String operation, Record request) {
    Record response = calls.call(operation, request);
    health.show();
    return response;
  }

  @Override
  public CreateKey.Response createKey(CreateKey.Request request) {
    return (CreateKey.Response) call("CreateKey", request);
  }

  @Override
  public DescribeKey.Response describeKey(DescribeKey.Request request) {
    return (DescribeKey.Response) call("DescribeKey", request);
  }

  @Override
  public ListKeys.Response listKeys(ListKeys.Request request) {
    return (ListKeys.Response) call("ListKeys", request);
  }

  @Override
  public void createAlias(CreateAlias.Request request) {
    call("CreateAlias", request);
  }

  @Override
  public void updateAlias(UpdateAlias.Request request) {
    call("UpdateAlias", request);
  }

  @Override
  public void deleteAlias(DeleteAlias.Request request) {
    call("DeleteAlias", request);
  }

  @Override
  public ListAliases.Response listAliases(ListAliases.Request request) {
    return (ListAliases.Response) call("ListAliases", request);
  }

  @Override
  public Encrypt.Response encrypt(Encrypt.Request request) {
    return (Encrypt.Response) call("Encrypt", request);
  }

  @Override
  public Decrypt.Response decrypt(Decrypt.Request request) {
    return (Decrypt.Response) call("Decrypt", request);
  }

  @Override
  public ReEncrypt.Response reEncrypt(ReEncrypt.Request request) {
    return (ReEncrypt.Response) call("ReEncrypt", request);
  }

  @Override
  public GenerateDataKey.Response generateDataKey(GenerateDataKey.Request request) {
    return (GenerateDataKey.Response) call("GenerateDataKey", request);
  }

  @Override
  public GenerateDataKeyWithoutPlaintext.Response generateDataKeyWithoutPlaintext(
      GenerateDataKeyWithoutPlaintext.Request request) {
    return (GenerateDataKeyWithoutPlaintext.Response)
        call("GenerateDataKeyWithoutPlaintext", request);
  }

  @Override
  public GenerateRandom.Response generateRandom(GenerateRandom.Request request) {
    return (GenerateRandom.Response) call("GenerateRandom", request);
  }

  @Override
  public Sign.Response sign(Sign.Request request) {
    return (Sign.Response) call("Sign", request);
  }

  @Override
  public Verify.Response verify(Verify.Request request) {
    return (Verify.Response) call("Verify", request);
  }

  @Override
  public GetPublicKey.Response getPublicKey(GetPublicKey.Request request) {
    return (GetPublicKey.Response) call("GetPublicKey", request);
  }

  @Override
  public void enableKey(EnableKey.Request request) {
    call("EnableKey", request);
  }

  @Override
  public void disableKey(DisableKey.Request request) {
    call("DisableKey", request);
  }

  @Override
  public ScheduleKeyDeletion.Response scheduleKeyDeletion(ScheduleKeyDeletion.Request request) {
    return (ScheduleKeyDeletion.Response) call("ScheduleKeyDeletion", request);
  }

  @Override
  public CancelKeyDeletion.Response cancelKeyDeletion(CancelKeyDeletion.Request request) {
    return (CancelKeyDeletion.Response) call("CancelKeyDeletion", request);
  }

  @Override
  public void enableKeyRotation(EnableKeyRotation.Request request) {
    call("EnableKeyRotation", request);
  }

  @Override
  public void disableKeyRotation(DisableKeyRotation.Request request) {
    call("DisableKeyRotation", request);
  }

  @Override
  public GetKeyRotationStatus.Response getKeyRotationStatus(GetKeyRotationStatus.Request request) {
    return (GetKeyRotationStatus.Response) call("GetKeyRotationStatus", request);
  }

  @Override
  public RotateKeyOnDemand.Response rotateKeyOnDemand(RotateKeyOnDemand.Request request) {
    return (RotateKeyOnDemand.Response) call("RotateKeyOnDemand", request);
  }

  @Override
  public void putKeyPolicy(PutKeyPolicy.Request request) {
    call("PutKeyPolicy", request);
  }

  @Override
  public GetKeyPolicy.Response getKeyPolicy(GetKeyPolicy.Request request) {
    return (GetKeyPolicy.Response) call("GetKeyPolicy", request);
  }

  @Override
  public ListKeyPolicies.Response listKeyPolicies(ListKeyPolicies.Request request) {
    return (ListKeyPolicies.Response) call("ListKeyPolicies", request);
  }

  @Override
  public CreateGrant.Response createGrant(CreateGrant.Request request) {
    return (CreateGrant.Response) call("CreateGrant", request);
  }

  @Override
  public ListGrants.Response listGrants(ListGrants.Request request) {
    return (ListGrants.Response) call("ListGrants", request);
  }

  @Override
  public ListRetirableGrants.Response listRetirableGrants(ListRetirableGrants.Request request) {
    return (ListRetirableGrants.Response) call("ListRetirableGrants", request);
  }

  @Override
  public void retireGrant(RetireGrant.Request request) {
    call("RetireGrant", request);
  }

  @Override
  public void revokeGrant(RevokeGrant.Request request) {
    call("RevokeGrant", request);
  }

  @Override
  public void tagResource(TagResource.Request request) {
    call("TagResource", request);
  }

  @Override
  public void untagResource(UntagResource.Request request) {
    call("UntagResource", request);
  }

  @Override
  public ListResourceTags.Response listResourceTags(ListResourceTags.Request request) {
    return (ListResourceTags.Response) call("ListResourceTags", request);
  }

  @Override
  public void updateKeyDescription(UpdateKeyDescription.Request request) {
    call("UpdateKeyDescription", request);
  }

  @Override
  public GetKeyLastUsage.Response getKeyLastUsage(GetKeyLastUsage.Request request) {
    return (GetKeyLastUsage.Response) call("GetKeyLastUsage", request);
  }

  @Override
  public ListKeyRotations.Response listKeyRotations(ListKeyRotations.Request request) {
    return (ListKeyRotations.Response) call("ListKeyRotations", request);
  }

  @Override
  public GenerateDataKeyPair.Response generateDataKeyPair(GenerateDataKeyPair.Request request) {
    return (GenerateDataKeyPair.Response) call("GenerateDataKeyPair", request);
  }

  @Override
  public GenerateDataKeyPairWithoutPlaintext.Response generateDataKeyPairWithoutPlaintext(
      GenerateDataKeyPairWithoutPlaintext.Request request) {
    return (GenerateDataKeyPairWithoutPlaintext.Response)
        call("GenerateDataKeyPairWithoutPlaintext", request);
  }

  @Override
  public GenerateMac.Response generateMac(GenerateMac.Request request) {
    return (GenerateMac.Response) call("GenerateMac", request);
  }

  @Override
  public VerifyMac.Response verifyMac(VerifyMac.Request request) {
    return (VerifyMac.Response) call("VerifyMac", request);
  }

  @Override
  public DeriveSharedSecret.Response deriveSharedSecret(DeriveSharedSecret.Request request) {
    return (DeriveSharedSecret.Response) call("DeriveSharedSecret", request);
  }

  @Override
  public Encapsulate.Response encapsulate(Encapsulate.Request request) {
    return (Encapsulate.Response) call("Encapsulate", request);
  }

  @Override
  public Decapsulate.Response decapsulate(Decapsulate.Request request) {
    return (Decapsulate.Response) call("Decapsulate", request);
  }

  @Override
  public GetParametersForImport.Response getParametersForImport(
      GetParametersForImport.Request request) {
    return (GetParametersForImport.Response) call("GetParametersForImport", request);
  }

  @Override
  public ImportKeyMaterial.Response importKeyMaterial(ImportKeyMaterial.Request request) {
    return (ImportKeyMaterial.Response) call("ImportKeyMaterial", request);
  }

  @Override
  public DeleteImportedKeyMaterial.Response deleteImportedKeyMaterial(
      DeleteImportedKeyMaterial.Request request) {
    return (DeleteImportedKeyMaterial.Response) call("DeleteImportedKeyMaterial", request);
  }

  @Override
  public ReplicateKey.Response replicateKey(ReplicateKey.Request request) {
    return (ReplicateKey.Response) call("ReplicateKey", request);
  }

  @Override
  public void updatePrimaryRegion(UpdatePrimaryRegion.Request request) {
    call("UpdatePrimaryRegion", request);
  }

  @Override
  public CreateCustomKeyStore.Response createCustomKeyStore(CreateCustomKeyStore.Request request) {
    return (CreateCustomKeyStore.Response) call("CreateCustomKeyStore", request);
  }

  @Override
  public DescribeCustomKeyStores.Response describeCustomKeyStores(
      DescribeCustomKeyStores.Request request) {
    return (DescribeCustomKeyStores.Response) call("DescribeCustomKeyStores", request);
  }

  @Override
  public UpdateCustomKeyStore.Response updateCustomKeyStore(UpdateCustomKeyStore.Request request) {
    return (UpdateCustomKeyStore.Response) call("UpdateCustomKeyStore", request);
  }

  @Override
  public ConnectCustomKeyStore.Response connectCustomKeyStore(
      ConnectCustomKeyStore.Request request) {
    return (ConnectCustomKeyStore.Response) call("ConnectCustomKeyStore", request);
  }

  @Override
  public DisconnectCustomKeyStore.Response disconnectCustomKeyStore(
      DisconnectCustomKeyStore.Request request) {
    return (DisconnectCustomKeyStore.Response) call("DisconnectCustomKeyStore", request);
  }

  @Override
  public DeleteCustomKeyStore.Response deleteCustomKeyStore(DeleteCustomKeyStore.Request request) {
    return (DeleteCustomKeyStore.Response) call("DeleteCustomKeyStore", request);
  }

  @Override
  public void close() {
    health.close();
    calls.close();
  }
}
