package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.audit.AuditSettings;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.kms.AuditEntry;
import dev.keyward.kms.AuditQuery;
import dev.keyward.kms.DataKeyPairSpec;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeleteImportedKeyMaterial;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.ExpirationModel;
import dev.keyward.kms.GenerateDataKeyPair;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.ImportType;
import dev.keyward.kms.IncludeKeyMaterial;
import dev.keyward.kms.KeyMaterialState;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListKeyRotations;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.MacAlgorithm;
import dev.keyward.kms.ReplicateKey;
import dev.keyward.kms.RotateKeyOnDemand;
import dev.keyward.kms.RotationsListEntry;
import dev.keyward.kms.WrappingAlgorithm;
import dev.keyward.kms.WrappingKeySpec;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bring your own key, through the API: section 13 of the contract. */
class ImportsTest {
  private static final byte[] TEXT = {1, 2, 3};

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private Kms kms;

  @BeforeEach
  void open() {
    fixture =
        new EmbeddedKmsFixture(
            home, plain -> plain.withAudit(AuditSettings.in(home.resolve("audit"))));
    kms = fixture.served();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String symmetric() {
    return Imports.external(kms, KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);
  }

  private static byte[] material() {
    return Imports.randomMaterial(32);
  }

  private KeyMetadata describe(String key) {
    return kms.describeKey(DescribeKey.Request.of(key)).keyMetadata();
  }

  private List<RotationsListEntry> generations(String key) {
    return kms.listKeyRotations(
            ListKeyRotations.Request.of(key)
                .withIncludeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL))
        .rotations();
  }

  @ParameterizedTest
  @EnumSource(
      value = WrappingAlgorithm.class,
      names = {
        "RSAES_OAEP_SHA_1",
        "RSAES_OAEP_SHA_256",
        "RSA_AES_KEY_WRAP_SHA_1",
        "RSA_AES_KEY_WRAP_SHA_256"
      })
  void wrapping_ofEveryAlgorithm_bringsTheBytesThatWereSent(WrappingAlgorithm algorithm)
      throws Exception {
    String key = Imports.external(kms, KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC);
    byte[] material = material();
    kms.importKeyMaterial(Imports.request(kms, key, material, algorithm, WrappingKeySpec.RSA_2048));
    Mac mac = Mac.getInstance("HmacSHA256", "SunJCE");
    mac.init(new SecretKeySpec(material, "HmacSHA256"));
    assertThat(kms.generateMac(GenerateMac.Request.of(TEXT, key, MacAlgorithm.HMAC_SHA_256)).mac())
        .isEqualTo(mac.doFinal(TEXT));
    assertThat(describe(key).keyState()).isEqualTo(KeyState.ENABLED);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, RSA_2048, SIGN_VERIFY",
    "ECC_NIST_P256, ECC_NIST_P256, SIGN_VERIFY",
    "ECC_NIST_P384, ECC_NIST_P384, KEY_AGREEMENT",
    "ECC_NIST_P521, ECC_NIST_P521, SIGN_VERIFY",
    "ECC_SECG_P256K1, ECC_SECG_P256K1, SIGN_VERIFY",
    "ECC_NIST_EDWARDS25519, ECC_NIST_EDWARDS25519, SIGN_VERIFY"
  })
  void pair_ofEverySpec_hasThePublicKeyOfItsMaterial(
      DataKeyPairSpec made, KeySpec spec, KeyUsage usage) {
    String wrapping = EmbeddedKmsFixture.symmetric(kms);
    GenerateDataKeyPair.Response pair =
        kms.generateDataKeyPair(GenerateDataKeyPair.Request.of(wrapping, made));
    String key = Imports.external(kms, spec, usage);
    Imports.importInto(kms, key, pair.privateKeyPlaintext());
    assertThat(kms.getPublicKey(GetPublicKey.Request.of(key)).publicKey())
        .isEqualTo(pair.publicKey());
    byte[] another =
        kms.generateDataKeyPair(GenerateDataKeyPair.Request.of(wrapping, made))
            .privateKeyPlaintext();
    refused(ErrorCode.INCORRECT_KEY_MATERIAL, () -> Imports.importInto(kms, key, another));
    Imports.importInto(kms, key, pair.privateKeyPlaintext());
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, SIGN_VERIFY, RSAES_OAEP_SHA_256, RSA_4096",
    "ECC_NIST_P521, SIGN_VERIFY, RSAES_OAEP_SHA_256, RSA_2048",
    "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, RSAES_PKCS1_V1_5, RSA_2048",
    "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, SM2PKE, SM2"
  })
  void wrapping_thatDoesNotFit_isRefused(
      KeySpec spec, KeyUsage usage, WrappingAlgorithm algorithm, WrappingKeySpec wrapping) {
    String key = Imports.external(kms, spec, usage);
    refused(
        ErrorCode.UNSUPPORTED_OPERATION,
        () -> Imports.request(kms, key, material(), algorithm, wrapping));
  }

  @Test
  void token_ofAnotherKeyOrReplaced_isRefused() {
    String one = symmetric();
    String two = symmetric();
    ImportKeyMaterial.Request first = Imports.request(kms, one, material());
    ImportKeyMaterial.Request foreign =
        ImportKeyMaterial.Request.of(two, first.importToken(), first.encryptedKeyMaterial())
            .withExpirationModel(ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE);
    refused(ErrorCode.INVALID_IMPORT_TOKEN, () -> kms.importKeyMaterial(foreign));
    ImportKeyMaterial.Request second = Imports.request(kms, one, material());
    refused(ErrorCode.INVALID_IMPORT_TOKEN, () -> kms.importKeyMaterial(first));
    kms.importKeyMaterial(second);
  }

  @Test
  void wrappedMaterial_damaged_isInvalidCiphertext() {
    String key = symmetric();
    ImportKeyMaterial.Request request = Imports.request(kms, key, material());
    byte[] damaged = request.encryptedKeyMaterial().clone();
    damaged[damaged.length - 1] ^= 1;
    refused(
        ErrorCode.INVALID_CIPHERTEXT,
        () ->
            kms.importKeyMaterial(
                ImportKeyMaterial.Request.of(key, request.importToken(), damaged)
                    .withExpirationModel(ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE)));
    assertThat(describe(key).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
  }

  @Test
  void expiry_whenItComes_takesTheMaterialAndIsRecorded() {
    String key = symmetric();
    byte[] material = material();
    ImportKeyMaterial.Request request =
        Imports.request(kms, key, material)
            .withExpirationModel(ExpirationModel.KEY_MATERIAL_EXPIRES)
            .withValidTo(fixture.now().plus(Duration.ofHours(3)));
    kms.importKeyMaterial(request);
    byte[] blob = kms.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    assertThat(describe(key).expirationModel()).isEqualTo(ExpirationModel.KEY_MATERIAL_EXPIRES);
    fixture.advance(Duration.ofHours(3));
    refused(ErrorCode.KMS_INVALID_STATE, () -> kms.decrypt(Decrypt.Request.of(blob)));
    kms.listKeys(ListKeys.Request.of());
    assertThat(describe(key).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    assertThat(fixture.store().count(RecordKind.MATERIAL, "")).isEqualTo(1);
    assertThat(fixture.kms().readAudit(AuditQuery.newest(20)))
        .extracting(AuditEntry::event)
        .containsOnlyOnce("DeleteExpiredKeyMaterial");
    // A clock that was ahead can still be mended; only time that somebody saw destroys.
    fixture.use(Duration.ofHours(26));
    assertThat(fixture.store().count(RecordKind.MATERIAL, "")).isZero();
    assertThat(fixture.stored(key).orElseThrow().keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    Imports.importInto(kms, key, material);
    assertThat(kms.decrypt(Decrypt.Request.of(blob)).plaintext()).isEqualTo(TEXT);
  }

  @Test
  void reimport_ofSymmetricMaterial_followsTheRules() {
    String key = symmetric();
    byte[] first = material();
    String id = Imports.importInto(kms, key, first).keyMaterialId();
    refused(ErrorCode.INCORRECT_KEY_MATERIAL, () -> Imports.importInto(kms, key, material()));
    refused(
        ErrorCode.INCORRECT_KEY_MATERIAL,
        () ->
            kms.importKeyMaterial(
                Imports.request(kms, key, first).withImportType(ImportType.NEW_KEY_MATERIAL)));
    refused(
        ErrorCode.INCORRECT_KEY_MATERIAL,
        () ->
            kms.importKeyMaterial(
                Imports.request(kms, key, first).withKeyMaterialId("0".repeat(64))));
    refused(
        ErrorCode.VALIDATION,
        () ->
            kms.importKeyMaterial(
                Imports.request(kms, key, material())
                    .withImportType(ImportType.NEW_KEY_MATERIAL)
                    .withKeyMaterialId(id)));
    kms.deleteImportedKeyMaterial(DeleteImportedKeyMaterial.Request.of(key));
    assertThat(Imports.importInto(kms, key, first).keyMaterialId()).isEqualTo(id);
    assertThat(describe(key).currentKeyMaterialId()).isEqualTo(id);
  }

  @Test
  void rotation_ofImportedMaterial_makesTheWaitingMaterialCurrent() {
    String key = symmetric();
    Imports.importInto(kms, key, material());
    byte[] old = kms.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    refused(
        ErrorCode.KMS_INVALID_STATE,
        () -> kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key)));
    String next =
        kms.importKeyMaterial(
                Imports.request(kms, key, material())
                    .withImportType(ImportType.NEW_KEY_MATERIAL)
                    .withKeyMaterialDescription("second"))
            .keyMaterialId();
    assertThat(generations(key).get(1).keyMaterialState())
        .isEqualTo(KeyMaterialState.PENDING_ROTATION);
    assertThat(describe(key).currentKeyMaterialId()).isNotEqualTo(next);
    kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
    assertThat(describe(key).currentKeyMaterialId()).isEqualTo(next);
    assertThat(generations(key).get(1).keyMaterialDescription()).isEqualTo("second");
    assertThat(kms.decrypt(Decrypt.Request.of(old)).plaintext()).isEqualTo(TEXT);
    // Material that was in use is missed: the whole key waits for it.
    kms.deleteImportedKeyMaterial(
        DeleteImportedKeyMaterial.Request.of(key)
            .withKeyMaterialId(generations(key).get(0).keyMaterialId()));
    refused(ErrorCode.KMS_INVALID_STATE, () -> kms.encrypt(Encrypt.Request.of(key, TEXT)));
  }

  @Test
  void waitingMaterial_deleted_canBeReplacedByOther() {
    String key = symmetric();
    Imports.importInto(kms, key, material());
    String waiting =
        kms.importKeyMaterial(
                Imports.request(kms, key, material()).withImportType(ImportType.NEW_KEY_MATERIAL))
            .keyMaterialId();
    kms.deleteImportedKeyMaterial(
        DeleteImportedKeyMaterial.Request.of(key).withKeyMaterialId(waiting));
    assertThat(describe(key).keyState()).isEqualTo(KeyState.ENABLED);
    String other =
        kms.importKeyMaterial(
                Imports.request(kms, key, material()).withImportType(ImportType.NEW_KEY_MATERIAL))
            .keyMaterialId();
    kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
    assertThat(describe(key).currentKeyMaterialId()).isEqualTo(other);
  }

  @Test
  void replica_importsTheMaterialOfItsPrimary_andNoOther() {
    String key = Imports.external(kms, KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT, true);
    byte[] material = material();
    Imports.importInto(kms, key, material);
    byte[] blob = kms.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    String replica =
        kms.replicateKey(ReplicateKey.Request.of(key, "eu-central-1")).replicaKeyMetadata().arn();
    Kms there = fixture.front().administrator("eu-central-1");
    refused(ErrorCode.KMS_INVALID_STATE, () -> there.decrypt(Decrypt.Request.of(blob)));
    refused(
        ErrorCode.UNSUPPORTED_OPERATION,
        () ->
            there.importKeyMaterial(
                Imports.request(there, replica, material())
                    .withImportType(ImportType.NEW_KEY_MATERIAL)));
    Imports.importInto(there, replica, material);
    assertThat(there.decrypt(Decrypt.Request.of(blob)).plaintext()).isEqualTo(TEXT);
    // New material must reach every Region before it can become current.
    byte[] next = material();
    kms.importKeyMaterial(
        Imports.request(kms, key, next).withImportType(ImportType.NEW_KEY_MATERIAL));
    assertThat(generations(key).get(1).keyMaterialState())
        .isEqualTo(KeyMaterialState.PENDING_MULTI_REGION_IMPORT_AND_ROTATION);
    refused(
        ErrorCode.KMS_INVALID_STATE,
        () -> kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key)));
    Imports.importInto(there, replica, next);
    kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
    byte[] newer = kms.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    assertThat(there.decrypt(Decrypt.Request.of(newer)).plaintext()).isEqualTo(TEXT);
  }
}
