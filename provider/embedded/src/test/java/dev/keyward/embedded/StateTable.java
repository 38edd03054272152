package dev.keyward.embedded;

import static dev.keyward.embedded.StateTable.Kind.AGREEMENT;
import static dev.keyward.embedded.StateTable.Kind.EXTERNAL;
import static dev.keyward.embedded.StateTable.Kind.KEM;
import static dev.keyward.embedded.StateTable.Kind.MAC;
import static dev.keyward.embedded.StateTable.Kind.MULTI_REGION;
import static dev.keyward.embedded.StateTable.Kind.SIGNING;
import static dev.keyward.embedded.StateTable.Kind.SYMMETRIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.DataKeyPairSpec;
import dev.keyward.kms.DataKeySpec;
import dev.keyward.kms.Decapsulate;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeleteAlias;
import dev.keyward.kms.DeleteImportedKeyMaterial;
import dev.keyward.kms.DeriveSharedSecret;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.DisableKeyRotation;
import dev.keyward.kms.EnableKey;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.Encapsulate;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyPair;
import dev.keyward.kms.GenerateDataKeyPairWithoutPlaintext;
import dev.keyward.kms.GenerateDataKeyWithoutPlaintext;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.GetKeyLastUsage;
import dev.keyward.kms.GetKeyPolicy;
import dev.keyward.kms.GetKeyRotationStatus;
import dev.keyward.kms.GetParametersForImport;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.GrantOperation;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.KeyAgreementAlgorithm;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.ListGrants;
import dev.keyward.kms.ListKeyPolicies;
import dev.keyward.kms.ListKeyRotations;
import dev.keyward.kms.ListResourceTags;
import dev.keyward.kms.MacAlgorithm;
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
import dev.keyward.kms.UpdateKeyDescription;
import dev.keyward.kms.UpdatePrimaryRegion;
import dev.keyward.kms.Verify;
import dev.keyward.kms.VerifyMac;
import dev.keyward.kms.WrappingAlgorithm;
import dev.keyward.kms.WrappingKeySpec;
import dev.keyward.model.SigningAlgorithm;
import java.util.List;

/** Section 9.1 of the contract: one line for each operation, one column for each key state. */
final class StateTable {
  static final byte[] TEXT = {1, 2, 3};
  static final SigningAlgorithm ECDSA = SigningAlgorithm.ECDSA_SHA_256;
  static final MacAlgorithm HMAC = MacAlgorithm.HMAC_SHA_256;
  static final String REPLICA_REGION = "eu-central-1";
  static final String NEW_REGION = "us-east-1";

  private StateTable() {}

  /** What kind of key a line is about. */
  enum Kind {
    SYMMETRIC,
    EXTERNAL,
    MULTI_REGION,
    SIGNING,
    MAC,
    AGREEMENT,
    KEM
  }

  /** The columns, in the order of the contract. */
  enum Column {
    ENABLED,
    DISABLED,
    PENDING_DELETION,
    PENDING_IMPORT,
    UNAVAILABLE,
    CREATING,
    UPDATING
  }

  /** The key of one cell, and what was made with it while it was usable. */
  record Subject(
      String key,
      String alias,
      String other,
      String otherAlias,
      byte[] output,
      byte[] peer,
      CreateGrant.Response grant,
      ImportKeyMaterial.Request reimport) {}

  @FunctionalInterface
  interface Operation {
    void on(Kms kms, Subject subject);
  }

  /** One line: how the operation answers in each column, in the notes of the contract. */
  record Line(String name, Kind kind, List<String> cells, Operation operation) {
    String cell(Column column) {
      return cells.get(column.ordinal());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Line line(String name, Kind kind, String cells, Operation operation) {
    List<String> columns = List.of(cells.split(" +"));
    assertThat(columns).as(name).hasSize(Column.values().length);
    return new Line(name, kind, columns, operation);
  }

  /** What uses the key material. */
  private static Line use(String name, Operation operation) {
    return line(name, SYMMETRIC, "ok 1 3 5 11 14 ok", operation);
  }

  /** As {@link #use}, with kinds of key that no custom key store holds. */
  private static Line use(String name, Kind kind, Operation operation) {
    return line(name, kind, "ok 1 3 5 - 14 ok", operation);
  }

  /** What works in every state. */
  private static Line always(String name, Operation operation) {
    return line(name, SYMMETRIC, "ok ok ok ok ok ok ok", operation);
  }

  /** What names and describes a key. */
  private static Line naming(String name, Operation operation) {
    return line(name, SYMMETRIC, "ok ok 3 ok ok ok ok", operation);
  }

  static List<Line> encryption() {
    return List.of(
        use("Encrypt", (kms, s) -> kms.encrypt(Encrypt.Request.of(s.key(), TEXT))),
        use("Encrypt by alias", (kms, s) -> kms.encrypt(Encrypt.Request.of(s.alias(), TEXT))),
        use("Decrypt", (kms, s) -> kms.decrypt(Decrypt.Request.of(s.output()))),
        use(
            "ReEncrypt from",
            (kms, s) -> kms.reEncrypt(ReEncrypt.Request.of(s.output(), s.other()))),
        use(
            "ReEncrypt to",
            (kms, s) -> {
              byte[] foreign = kms.encrypt(Encrypt.Request.of(s.other(), TEXT)).ciphertextBlob();
              kms.reEncrypt(ReEncrypt.Request.of(foreign, s.key()));
            }),
        use(
            "GenerateDataKey",
            (kms, s) ->
                kms.generateDataKey(
                    GenerateDataKey.Request.of(s.key()).withKeySpec(DataKeySpec.AES_256))),
        use(
            "GenerateDataKeyWithoutPlaintext",
            (kms, s) ->
                kms.generateDataKeyWithoutPlaintext(
                    GenerateDataKeyWithoutPlaintext.Request.of(s.key())
                        .withKeySpec(DataKeySpec.AES_256))),
        // No pairs in custom key stores; what is unavailable says that first.
        use(
            "GenerateDataKeyPair",
            (kms, s) ->
                kms.generateDataKeyPair(
                    GenerateDataKeyPair.Request.of(s.key(), DataKeyPairSpec.ECC_NIST_P256))),
        use(
            "GenerateDataKeyPairWithoutPlaintext",
            (kms, s) ->
                kms.generateDataKeyPairWithoutPlaintext(
                    GenerateDataKeyPairWithoutPlaintext.Request.of(
                        s.key(), DataKeyPairSpec.ECC_NIST_P256))));
  }

  static List<Line> pairs() {
    return List.of(
        use("Sign", SIGNING, (kms, s) -> kms.sign(Sign.Request.of(s.key(), TEXT, ECDSA))),
        use(
            "Verify",
            SIGNING,
            (kms, s) -> kms.verify(Verify.Request.of(s.key(), TEXT, s.output(), ECDSA))),
        use(
            "GetPublicKey",
            SIGNING,
            (kms, s) -> kms.getPublicKey(GetPublicKey.Request.of(s.key()))),
        use(
            "GenerateMac",
            MAC,
            (kms, s) -> kms.generateMac(GenerateMac.Request.of(TEXT, s.key(), HMAC))),
        use(
            "VerifyMac",
            MAC,
            (kms, s) -> kms.verifyMac(VerifyMac.Request.of(TEXT, s.key(), HMAC, s.output()))),
        use(
            "DeriveSharedSecret",
            AGREEMENT,
            (kms, s) ->
                kms.deriveSharedSecret(
                    DeriveSharedSecret.Request.of(s.key(), KeyAgreementAlgorithm.ECDH, s.peer()))),
        use("Encapsulate", KEM, (kms, s) -> kms.encapsulate(Encapsulate.Request.of(s.key()))),
        use(
            "Decapsulate",
            KEM,
            (kms, s) -> kms.decapsulate(Decapsulate.Request.of(s.key(), s.output()))),
        // The kind of key comes after its state here, and before it where rotation is asked for.
        line(
            "GetPublicKey of a symmetric key",
            SYMMETRIC,
            "spec-g 1 3 5 11 14 spec-g",
            (kms, s) -> kms.getPublicKey(GetPublicKey.Request.of(s.key()))),
        line(
            "Sign with a symmetric key",
            SYMMETRIC,
            "usage 1 3 5 11 14 usage",
            (kms, s) -> kms.sign(Sign.Request.of(s.key(), TEXT, ECDSA))),
        line(
            "EnableKeyRotation of a pair",
            SIGNING,
            "spec spec spec spec - spec spec",
            (kms, s) -> kms.enableKeyRotation(EnableKeyRotation.Request.of(s.key()))));
  }

  static List<Line> naming() {
    return List.of(
        naming(
            "CreateAlias",
            (kms, s) -> kms.createAlias(CreateAlias.Request.of(s.alias() + "-new", s.key()))),
        naming(
            "UpdateAlias to",
            (kms, s) -> kms.updateAlias(UpdateAlias.Request.of(s.otherAlias(), s.key()))),
        always(
            "UpdateAlias from",
            (kms, s) -> kms.updateAlias(UpdateAlias.Request.of(s.alias(), s.other()))),
        always("DeleteAlias", (kms, s) -> kms.deleteAlias(DeleteAlias.Request.of(s.alias()))),
        naming(
            "TagResource",
            (kms, s) ->
                kms.tagResource(TagResource.Request.of(s.key(), List.of(new Tag("a", "b"))))),
        naming(
            "UntagResource",
            (kms, s) -> kms.untagResource(UntagResource.Request.of(s.key(), List.of("a")))),
        naming(
            "UpdateKeyDescription",
            (kms, s) ->
                kms.updateKeyDescription(UpdateKeyDescription.Request.of(s.key(), "else"))));
  }

  static List<Line> reading() {
    return List.of(
        always("DescribeKey", (kms, s) -> kms.describeKey(DescribeKey.Request.of(s.key()))),
        always("GetKeyPolicy", (kms, s) -> kms.getKeyPolicy(GetKeyPolicy.Request.of(s.key()))),
        always(
            "PutKeyPolicy",
            (kms, s) -> {
              String policy = kms.getKeyPolicy(GetKeyPolicy.Request.of(s.key())).policy();
              kms.putKeyPolicy(PutKeyPolicy.Request.of(s.key(), policy));
            }),
        always(
            "ListAliases",
            (kms, s) ->
                assertThat(kms.listAliases(ListAliases.Request.of().withKeyId(s.key())).aliases())
                    .hasSize(1)),
        always(
            "ListGrants",
            (kms, s) ->
                assertThat(kms.listGrants(ListGrants.Request.of(s.key())).grants()).hasSize(1)),
        always(
            "ListKeyPolicies",
            (kms, s) -> kms.listKeyPolicies(ListKeyPolicies.Request.of(s.key()))),
        always(
            "ListResourceTags",
            (kms, s) -> kms.listResourceTags(ListResourceTags.Request.of(s.key()))),
        always(
            "GetKeyLastUsage",
            (kms, s) -> kms.getKeyLastUsage(GetKeyLastUsage.Request.of(s.key()))));
  }

  static List<Line> grants() {
    return List.of(
        line(
            "CreateGrant",
            SYMMETRIC,
            "ok 1 3 5 ok 14 ok",
            (kms, s) -> kms.createGrant(grant(s.key()))),
        always(
            "RetireGrant",
            (kms, s) -> kms.retireGrant(RetireGrant.Request.of(s.grant().grantToken()))),
        always(
            "RevokeGrant",
            (kms, s) -> kms.revokeGrant(RevokeGrant.Request.of(s.key(), s.grant().grantId()))));
  }

  static CreateGrant.Request grant(String key) {
    return CreateGrant.Request.of(
        key, "arn:aws:iam::111122223333:root", List.of(GrantOperation.DESCRIBE_KEY));
  }

  static List<Line> lifecycle() {
    return List.of(
        line(
            "EnableKey",
            SYMMETRIC,
            "ok ok 3 5 ok 14 15",
            (kms, s) -> kms.enableKey(EnableKey.Request.of(s.key()))),
        line(
            "DisableKey",
            SYMMETRIC,
            "ok ok 3 5 ok 14 15",
            (kms, s) -> kms.disableKey(DisableKey.Request.of(s.key()))),
        line(
            "ScheduleKeyDeletion",
            SYMMETRIC,
            "ok ok 3 ok ok ok 15",
            (kms, s) -> kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(s.key()))),
        line(
            "CancelKeyDeletion",
            SYMMETRIC,
            "4 4 ok 4 4 4 4",
            (kms, s) -> kms.cancelKeyDeletion(CancelKeyDeletion.Request.of(s.key()))),
        line(
            "ReplicateKey",
            MULTI_REGION,
            "ok 1 3 5 - 14 15",
            (kms, s) -> kms.replicateKey(ReplicateKey.Request.of(s.key(), NEW_REGION))),
        line(
            "UpdatePrimaryRegion",
            MULTI_REGION,
            "ok 1 3 5 - 14 ok",
            (kms, s) ->
                kms.updatePrimaryRegion(UpdatePrimaryRegion.Request.of(s.key(), REPLICA_REGION))));
  }

  static List<Line> rotation() {
    return List.of(
        line(
            "EnableKeyRotation",
            SYMMETRIC,
            "ok 1 3 6 store 14 ok",
            (kms, s) -> kms.enableKeyRotation(EnableKeyRotation.Request.of(s.key()))),
        line(
            "DisableKeyRotation",
            SYMMETRIC,
            "ok 1 3 6 store 14 ok",
            (kms, s) -> kms.disableKeyRotation(DisableKeyRotation.Request.of(s.key()))),
        line(
            "RotateKeyOnDemand",
            SYMMETRIC,
            "ok 1 3 5 store 14 15",
            (kms, s) -> kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(s.key()))),
        line(
            "GetKeyRotationStatus",
            SYMMETRIC,
            "ok ok ok 6 store ok ok",
            (kms, s) -> kms.getKeyRotationStatus(GetKeyRotationStatus.Request.of(s.key()))),
        line(
            "ListKeyRotations",
            SYMMETRIC,
            "ok ok ok ok store ok ok",
            (kms, s) -> kms.listKeyRotations(ListKeyRotations.Request.of(s.key()))));
  }

  static List<Line> imports() {
    return List.of(
        line(
            "GetParametersForImport",
            EXTERNAL,
            "ok ok 3 ok - 14 15",
            (kms, s) -> kms.getParametersForImport(parameters(s.key()))),
        line(
            "GetParametersForImport of an AWS_KMS key",
            SYMMETRIC,
            "kms kms kms ok store kms kms",
            (kms, s) -> kms.getParametersForImport(parameters(s.key()))),
        line(
            "ImportKeyMaterial",
            EXTERNAL,
            "ok ok 3 ok - 14 ok",
            (kms, s) -> kms.importKeyMaterial(s.reimport())),
        line(
            "DeleteImportedKeyMaterial",
            EXTERNAL,
            "ok ok ok ok - 14 15",
            (kms, s) ->
                kms.deleteImportedKeyMaterial(DeleteImportedKeyMaterial.Request.of(s.key()))),
        line(
            "DeleteImportedKeyMaterial of an AWS_KMS key",
            SYMMETRIC,
            "kms kms kms ok store kms kms",
            (kms, s) ->
                kms.deleteImportedKeyMaterial(DeleteImportedKeyMaterial.Request.of(s.key()))));
  }

  private static GetParametersForImport.Request parameters(String key) {
    return GetParametersForImport.Request.of(
        key, WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingKeySpec.RSA_2048);
  }
}
