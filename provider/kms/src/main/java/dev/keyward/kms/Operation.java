package dev.keyward.kms;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * One operation of the KMS API: its name, the types of request and response, and how to call it.
 * {@link #ALL} is the one table that codec, dispatcher and tests are driven by.
 *
 * @param name the name in the API
 * @param requestType the record of its request
 * @param responseType the record of its response; empty if the API answers without a body
 * @param call calls it; the result is null if there is no response
 * @param <I> request
 * @param <O> response
 */
public record Operation<I extends Record, O extends Record>(
    String name,
    Class<I> requestType,
    Optional<Class<O>> responseType,
    BiFunction<Kms, I, O> call) {

  /** All operations by name, in the order of the API documentation's chapters. */
  public static final Map<String, Operation<?, ?>> ALL = table();

  public Operation {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(requestType, "requestType");
    Objects.requireNonNull(responseType, "responseType");
    Objects.requireNonNull(call, "call");
  }

  private static Map<String, Operation<?, ?>> table() {
    Table table = new Table();
    table.put("CreateKey", CreateKey.Request.class, CreateKey.Response.class, Kms::createKey);
    table.put(
        "DescribeKey", DescribeKey.Request.class, DescribeKey.Response.class, Kms::describeKey);
    table.put("ListKeys", ListKeys.Request.class, ListKeys.Response.class, Kms::listKeys);
    table.put("CreateAlias", CreateAlias.Request.class, Kms::createAlias);
    table.put("UpdateAlias", UpdateAlias.Request.class, Kms::updateAlias);
    table.put("DeleteAlias", DeleteAlias.Request.class, Kms::deleteAlias);
    table.put(
        "ListAliases", ListAliases.Request.class, ListAliases.Response.class, Kms::listAliases);
    table.put("Encrypt", Encrypt.Request.class, Encrypt.Response.class, Kms::encrypt);
    table.put("Decrypt", Decrypt.Request.class, Decrypt.Response.class, Kms::decrypt);
    table.put("ReEncrypt", ReEncrypt.Request.class, ReEncrypt.Response.class, Kms::reEncrypt);
    table.put(
        "GenerateDataKey",
        GenerateDataKey.Request.class,
        GenerateDataKey.Response.class,
        Kms::generateDataKey);
    table.put(
        "GenerateDataKeyWithoutPlaintext",
        GenerateDataKeyWithoutPlaintext.Request.class,
        GenerateDataKeyWithoutPlaintext.Response.class,
        Kms::generateDataKeyWithoutPlaintext);
    table.put(
        "GenerateRandom",
        GenerateRandom.Request.class,
        GenerateRandom.Response.class,
        Kms::generateRandom);
    table.put("Sign", Sign.Request.class, Sign.Response.class, Kms::sign);
    table.put("Verify", Verify.Request.class, Verify.Response.class, Kms::verify);
    table.put(
        "GetPublicKey", GetPublicKey.Request.class, GetPublicKey.Response.class, Kms::getPublicKey);
    table.put("EnableKey", EnableKey.Request.class, Kms::enableKey);
    table.put("DisableKey", DisableKey.Request.class, Kms::disableKey);
    table.put(
        "ScheduleKeyDeletion",
        ScheduleKeyDeletion.Request.class,
        ScheduleKeyDeletion.Response.class,
        Kms::scheduleKeyDeletion);
    table.put(
        "CancelKeyDeletion",
        CancelKeyDeletion.Request.class,
        CancelKeyDeletion.Response.class,
        Kms::cancelKeyDeletion);
    table.put("EnableKeyRotation", EnableKeyRotation.Request.class, Kms::enableKeyRotation);
    table.put("DisableKeyRotation", DisableKeyRotation.Request.class, Kms::disableKeyRotation);
    table.put(
        "GetKeyRotationStatus",
        GetKeyRotationStatus.Request.class,
        GetKeyRotationStatus.Response.class,
        Kms::getKeyRotationStatus);
    table.put(
        "RotateKeyOnDemand",
        RotateKeyOnDemand.Request.class,
        RotateKeyOnDemand.Response.class,
        Kms::rotateKeyOnDemand);
    table.put("PutKeyPolicy", PutKeyPolicy.Request.class, Kms::putKeyPolicy);
    table.put(
        "GetKeyPolicy", GetKeyPolicy.Request.class, GetKeyPolicy.Response.class, Kms::getKeyPolicy);
    table.put(
        "ListKeyPolicies",
        ListKeyPolicies.Request.class,
        ListKeyPolicies.Response.class,
        Kms::listKeyPolicies);
    table.put(
        "CreateGrant", CreateGrant.Request.class, CreateGrant.Response.class, Kms::createGrant);
    table.put("ListGrants", ListGrants.Request.class, ListGrants.Response.class, Kms::listGrants);
    table.put(
        "ListRetirableGrants",
        ListRetirableGrants.Request.class,
        ListRetirableGrants.Response.class,
        Kms::listRetirableGrants);
    table.put("RetireGrant", RetireGrant.Request.class, Kms::retireGrant);
    table.put("RevokeGrant", RevokeGrant.Request.class, Kms::revokeGrant);
    table.put("TagResource", TagResource.Request.class, Kms::tagResource);
    table.put("UntagResource", UntagResource.Request.class, Kms::untagResource);
    table.put(
        "ListResourceTags",
        ListResourceTags.Request.class,
        ListResourceTags.Response.class,
        Kms::listResourceTags);
    table.put(
        "UpdateKeyDescription", UpdateKeyDescription.Request.class, Kms::updateKeyDescription);
    table.put(
        "GetKeyLastUsage",
        GetKeyLastUsage.Request.class,
        GetKeyLastUsage.Response.class,
        Kms::getKeyLastUsage);
    table.put(
        "ListKeyRotations",
        ListKeyRotations.Request.class,
        ListKeyRotations.Response.class,
        Kms::listKeyRotations);
    table.put(
        "GenerateDataKeyPair",
        GenerateDataKeyPair.Request.class,
        GenerateDataKeyPair.Response.class,
        Kms::generateDataKeyPair);
    table.put(
        "GenerateDataKeyPairWithoutPlaintext",
        GenerateDataKeyPairWithoutPlaintext.Request.class,
        GenerateDataKeyPairWithoutPlaintext.Response.class,
        Kms::generateDataKeyPairWithoutPlaintext);
    table.put(
        "GenerateMac", GenerateMac.Request.class, GenerateMac.Response.class, Kms::generateMac);
    table.put("VerifyMac", VerifyMac.Request.class, VerifyMac.Response.class, Kms::verifyMac);
    table.put(
        "DeriveSharedSecret",
        DeriveSharedSecret.Request.class,
        DeriveSharedSecret.Response.class,
        Kms::deriveSharedSecret);
    table.put(
        "Encapsulate", Encapsulate.Request.class, Encapsulate.Response.class, Kms::encapsulate);
    table.put(
        "Decapsulate", Decapsulate.Request.class, Decapsulate.Response.class, Kms::decapsulate);
    table.put(
        "GetParametersForImport",
        GetParametersForImport.Request.class,
        GetParametersForImport.Response.class,
        Kms::getParametersForImport);
    table.put(
        "ImportKeyMaterial",
        ImportKeyMaterial.Request.class,
        ImportKeyMaterial.Response.class,
        Kms::importKeyMaterial);
    table.put(
        "DeleteImportedKeyMaterial",
        DeleteImportedKeyMaterial.Request.class,
        DeleteImportedKeyMaterial.Response.class,
        Kms::deleteImportedKeyMaterial);
    table.put(
        "ReplicateKey", ReplicateKey.Request.class, ReplicateKey.Response.class, Kms::replicateKey);
    table.put("UpdatePrimaryRegion", UpdatePrimaryRegion.Request.class, Kms::updatePrimaryRegion);
    table.put(
        "CreateCustomKeyStore",
        CreateCustomKeyStore.Request.class,
        CreateCustomKeyStore.Response.class,
        Kms::createCustomKeyStore);
    table.put(
        "DescribeCustomKeyStores",
        DescribeCustomKeyStores.Request.class,
        DescribeCustomKeyStores.Response.class,
        Kms::describeCustomKeyStores);
    table.put(
        "UpdateCustomKeyStore",
        UpdateCustomKeyStore.Request.class,
        UpdateCustomKeyStore.Response.class,
        Kms::updateCustomKeyStore);
    table.put(
        "ConnectCustomKeyStore",
        ConnectCustomKeyStore.Request.class,
        ConnectCustomKeyStore.Response.class,
        Kms::connectCustomKeyStore);
    table.put(
        "DisconnectCustomKeyStore",
        DisconnectCustomKeyStore.Request.class,
        DisconnectCustomKeyStore.Response.class,
        Kms::disconnectCustomKeyStore);
    table.put(
        "DeleteCustomKeyStore",
        DeleteCustomKeyStore.Request.class,
        DeleteCustomKeyStore.Response.class,
        Kms::deleteCustomKeyStore);
    return java.util.Collections.unmodifiableMap(table.rows);
  }

  private static final class Table {
    private final Map<String, Operation<?, ?>> rows = new LinkedHashMap<>();

    <I extends Record, O extends Record> void put(
        String name, Class<I> request, Class<O> response, BiFunction<Kms, I, O> call) {
      rows.put(name, new Operation<>(name, request, Optional.of(response), call));
    }

    <I extends Record> void put(String name, Class<I> request, BiConsumer<Kms, I> call) {
      BiFunction<Kms, I, Record> withoutResponse =
          (kms, input) -> {
            call.accept(kms, input);
            return null;
          };
      rows.put(name, new Operation<>(name, request, Optional.empty(), withoutResponse));
    }
  }
}
