package dev.keyward.embedded;

import static dev.keyward.embedded.StateTable.TEXT;

import dev.keyward.embedded.customstore.KeyStores;
import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.ConnectCustomKeyStore;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.DataKeyPairSpec;
import dev.keyward.kms.DataKeySpec;
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
import dev.keyward.kms.ExpirationModel;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyPair;
import dev.keyward.kms.GenerateDataKeyPairWithoutPlaintext;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.GetKeyLastUsage;
import dev.keyward.kms.GetKeyPolicy;
import dev.keyward.kms.GetKeyRotationStatus;
import dev.keyward.kms.GetParametersForImport;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.KeyAgreementAlgorithm;
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
import dev.keyward.kms.Sign;
import dev.keyward.kms.Tag;
import dev.keyward.kms.TagResource;
import dev.keyward.kms.UntagResource;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.kms.UpdateCustomKeyStore;
import dev.keyward.kms.UpdateKeyDescription;
import dev.keyward.kms.UpdatePrimaryRegion;
import dev.keyward.kms.VerifyMac;
import dev.keyward.kms.WrappingAlgorithm;
import dev.keyward.kms.WrappingKeySpec;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.SigningAlgorithm;
import java.util.ArrayList;
import java.util.List;

/**
 * Section 21.2 of the contract: which quota an operation is charged to. Many of these calls fail,
 * but after they were charged.
 */
final class QuotaTable {
  private static final String NO_STORE = "cks-1234567890abcdef0";

  private QuotaTable() {}

  /** What the calls are about. */
  record World(
      Kms kms,
      String key,
      String rsa,
      String ec,
      String agreement,
      String mac,
      String lattice,
      String kem,
      String spare,
      List<String> aliases,
      String grantId,
      String grantToken) {}

  @FunctionalInterface
  interface Operation {
    void on(World world);
  }

  /** One call and the quota it must be charged to. */
  record Row(String category, String name, Operation operation) {
    @Override
    public String toString() {
      return name + " is " + category;
    }
  }

  private static Row row(String category, String name, Operation operation) {
    return new Row(category, name, operation);
  }

  /** An operation with a quota of its own name. */
  private static Row own(String category, Operation operation) {
    return row(category, category, operation);
  }

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>(cryptographic());
    for (DataKeyPairSpec spec : DataKeyPairSpec.values()) {
      rows.add(
          row(
              "generate-data-key-pair-"
                  + spec.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
              "GenerateDataKeyPair " + spec,
              w -> w.kms().generateDataKeyPair(GenerateDataKeyPair.Request.of(w.key(), spec))));
    }
    rows.add(
        row(
            "generate-data-key-pair-ecc-nist-p256",
            "GenerateDataKeyPairWithoutPlaintext",
            w ->
                w.kms()
                    .generateDataKeyPairWithoutPlaintext(
                        GenerateDataKeyPairWithoutPlaintext.Request.of(
                            w.key(), DataKeyPairSpec.ECC_NIST_P256))));
    rows.addAll(ofKeys());
    rows.addAll(ofLifecycle());
    rows.addAll(ofGrantsAndAliases());
    rows.addAll(ofKeyStores());
    return rows;
  }

  private static List<Row> cryptographic() {
    String symmetric = "crypto-symmetric";
    return List.of(
        row(symmetric, "Encrypt", w -> w.kms().encrypt(Encrypt.Request.of(w.key(), TEXT))),
        row(
            symmetric,
            "Decrypt",
            w -> w.kms().decrypt(Decrypt.Request.of(new byte[] {1}).withKeyId(w.key()))),
        row(
            symmetric,
            "ReEncrypt",
            w ->
                w.kms()
                    .reEncrypt(
                        ReEncrypt.Request.of(new byte[] {1}, w.key()).withSourceKeyId(w.key()))),
        row(
            symmetric,
            "GenerateDataKey",
            w ->
                w.kms()
                    .generateDataKey(
                        GenerateDataKey.Request.of(w.key()).withKeySpec(DataKeySpec.AES_256))),
        row(
            symmetric,
            "GenerateMac",
            w -> w.kms().generateMac(GenerateMac.Request.of(TEXT, w.mac(), StateTable.HMAC))),
        row(
            symmetric,
            "VerifyMac",
            w -> w.kms().verifyMac(VerifyMac.Request.of(TEXT, w.mac(), StateTable.HMAC, TEXT))),
        row(symmetric, "GenerateRandom", w -> w.kms().generateRandom(GenerateRandom.Request.of(8))),
        row(
            "crypto-rsa",
            "Sign with RSA",
            w -> sign(w, w.rsa(), SigningAlgorithm.RSASSA_PSS_SHA_256)),
        row("crypto-ecc", "Sign with EC", w -> sign(w, w.ec(), SigningAlgorithm.ECDSA_SHA_256)),
        row(
            "crypto-ecc",
            "DeriveSharedSecret",
            w ->
                w.kms()
                    .deriveSharedSecret(
                        DeriveSharedSecret.Request.of(
                            w.agreement(), KeyAgreementAlgorithm.ECDH, TEXT))),
        row(
            "crypto-ml-dsa",
            "Sign with ML-DSA",
            w -> sign(w, w.lattice(), SigningAlgorithm.ML_DSA_SHAKE_256)),
        row(
            "crypto-ml-kem",
            "Encapsulate",
            w -> w.kms().encapsulate(Encapsulate.Request.of(w.kem()))));
  }

  private static void sign(World w, String key, SigningAlgorithm algorithm) {
    w.kms().sign(Sign.Request.of(key, TEXT, algorithm));
  }

  private static List<Row> ofKeys() {
    return List.of(
        own(
            "create-key",
            w ->
                w.kms()
                    .createKey(
                        CreateKey.Request.of(KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC))),
        own("describe-key", w -> w.kms().describeKey(DescribeKey.Request.of(w.key()))),
        own("get-public-key", w -> w.kms().getPublicKey(GetPublicKey.Request.of(w.ec()))),
        own("list-keys", w -> w.kms().listKeys(ListKeys.Request.of())),
        own(
            "get-key-last-usage",
            w -> w.kms().getKeyLastUsage(GetKeyLastUsage.Request.of(w.key()))),
        own("get-key-policy", w -> w.kms().getKeyPolicy(GetKeyPolicy.Request.of(w.key()))),
        own(
            "put-key-policy",
            w -> w.kms().putKeyPolicy(PutKeyPolicy.Request.of(w.key(), "broken"))),
        own("list-key-policies", w -> w.kms().listKeyPolicies(ListKeyPolicies.Request.of(w.key()))),
        own(
            "list-resource-tags",
            w -> w.kms().listResourceTags(ListResourceTags.Request.of(w.key()))),
        own(
            "tag-resource",
            w -> w.kms().tagResource(TagResource.Request.of(w.key(), List.of(new Tag("a", "b"))))),
        own(
            "untag-resource",
            w -> w.kms().untagResource(UntagResource.Request.of(w.key(), List.of("a")))),
        own(
            "update-key-description",
            w -> w.kms().updateKeyDescription(UpdateKeyDescription.Request.of(w.key(), "else"))));
  }

  private static List<Row> ofLifecycle() {
    return List.of(
        own("enable-key", w -> w.kms().enableKey(EnableKey.Request.of(w.mac()))),
        // Of a key that no other row uses.
        own("disable-key", w -> w.kms().disableKey(DisableKey.Request.of(w.spare()))),
        own(
            "cancel-key-deletion",
            w -> w.kms().cancelKeyDeletion(CancelKeyDeletion.Request.of(w.key()))),
        own(
            "schedule-key-deletion",
            w -> w.kms().scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(w.spare()))),
        own(
            "enable-key-rotation",
            w -> w.kms().enableKeyRotation(EnableKeyRotation.Request.of(w.key()))),
        own(
            "disable-key-rotation",
            w -> w.kms().disableKeyRotation(DisableKeyRotation.Request.of(w.key()))),
        own(
            "rotate-key-on-demand",
            w -> w.kms().rotateKeyOnDemand(RotateKeyOnDemand.Request.of(w.key()))),
        own(
            "get-key-rotation-status",
            w -> w.kms().getKeyRotationStatus(GetKeyRotationStatus.Request.of(w.key()))),
        own(
            "list-key-rotations",
            w -> w.kms().listKeyRotations(ListKeyRotations.Request.of(w.key()))),
        own(
            "get-parameters-for-import",
            w ->
                w.kms()
                    .getParametersForImport(
                        GetParametersForImport.Request.of(
                            w.key(),
                            WrappingAlgorithm.RSAES_OAEP_SHA_256,
                            WrappingKeySpec.RSA_2048))),
        own(
            "import-key-material",
            w ->
                w.kms()
                    .importKeyMaterial(
                        ImportKeyMaterial.Request.of(w.key(), TEXT, TEXT)
                            .withExpirationModel(ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE))),
        own(
            "delete-imported-key-material",
            w -> w.kms().deleteImportedKeyMaterial(DeleteImportedKeyMaterial.Request.of(w.key()))),
        own(
            "replicate-key",
            w -> w.kms().replicateKey(ReplicateKey.Request.of(w.key(), "us-east-1"))),
        own(
            "update-primary-region",
            w ->
                w.kms().updatePrimaryRegion(UpdatePrimaryRegion.Request.of(w.key(), "us-east-1"))));
  }

  private static List<Row> ofGrantsAndAliases() {
    return List.of(
        own("create-grant", w -> w.kms().createGrant(StateTable.grant(w.key()))),
        own(
            "retire-grant",
            w -> w.kms().retireGrant(RetireGrant.Request.of(w.grantToken()).withDryRun(true))),
        own(
            "revoke-grant",
            w ->
                w.kms().revokeGrant(RevokeGrant.Request.of(w.key(), w.grantId()).withDryRun(true))),
        own("list-grants", w -> w.kms().listGrants(ListGrants.Request.of(w.key()))),
        own(
            "list-retirable-grants",
            w -> w.kms().listRetirableGrants(ListRetirableGrants.Request.of(Policies.ROOT))),
        own(
            "create-alias",
            w -> w.kms().createAlias(CreateAlias.Request.of("alias/made", w.key()))),
        own(
            "update-alias",
            w -> w.kms().updateAlias(UpdateAlias.Request.of(w.aliases().get(0), w.key()))),
        own(
            "delete-alias",
            w -> w.kms().deleteAlias(DeleteAlias.Request.of(w.aliases().remove(1)))),
        own("list-aliases", w -> w.kms().listAliases(ListAliases.Request.of())));
  }

  private static List<Row> ofKeyStores() {
    return List.of(
        own("create-custom-key-store", w -> w.kms().createCustomKeyStore(KeyStores.request("hsm"))),
        own(
            "describe-custom-key-stores",
            w -> w.kms().describeCustomKeyStores(DescribeCustomKeyStores.Request.of())),
        own(
            "update-custom-key-store",
            w -> w.kms().updateCustomKeyStore(UpdateCustomKeyStore.Request.of(NO_STORE))),
        own(
            "connect-custom-key-store",
            w -> w.kms().connectCustomKeyStore(ConnectCustomKeyStore.Request.of(NO_STORE))),
        own(
            "disconnect-custom-key-store",
            w -> w.kms().disconnectCustomKeyStore(DisconnectCustomKeyStore.Request.of(NO_STORE))),
        own(
            "delete-custom-key-store",
            w -> w.kms().deleteCustomKeyStore(DeleteCustomKeyStore.Request.of(NO_STORE))));
  }
}
