package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.create;
import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.DisableKeyRotation;
import dev.keyward.kms.EnableKey;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GetKeyRotationStatus;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KeyListEntry;
import dev.keyward.kms.KeyManager;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.RotateKeyOnDemand;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.Sign;
import dev.keyward.kms.Tag;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.SigningAlgorithm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLifecycleTest {
  private static final String ARN =
      "arn:aws:kms:eu-west-1:111122223333:key/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private Kms kms;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
    kms = fixture.served();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private KeyMetadata describe(String key) {
    return kms.describeKey(DescribeKey.Request.of(key)).keyMetadata();
  }

  private byte[] encrypt(String key) {
    return kms.encrypt(Encrypt.Request.of(key, new byte[] {42})).ciphertextBlob();
  }

  private byte[] decrypt(byte[] blob) {
    return kms.decrypt(Decrypt.Request.of(blob)).plaintext();
  }

  @Test
  void createKey_defaults_areThoseOfTheApi() {
    KeyMetadata key = kms.createKey(CreateKey.Request.of(null, null)).keyMetadata();
    assertThat(key.arn()).matches(ARN).endsWith(key.keyId());
    assertThat(key.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
    assertThat(key.customerMasterKeySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
    assertThat(key.keyUsage()).isEqualTo(KeyUsage.ENCRYPT_DECRYPT);
    assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
    assertThat(key.enabled()).isTrue();
    assertThat(key.origin()).isEqualTo(KeyOrigin.AWS_KMS);
    assertThat(key.keyManager()).isEqualTo(KeyManager.CUSTOMER);
    assertThat(key.multiRegion()).isFalse();
    assertThat(key.description()).isEmpty();
    assertThat(key.awsAccountId()).isEqualTo("111122223333");
    assertThat(key.currentKeyMaterialId()).matches("[0-9a-f]{64}");
    assertThat(key.creationDate()).isEqualTo(fixture.now());
    assertThat(describe(key.keyId())).isEqualTo(key);
  }

  @Test
  void createKey_asymmetric_listsOnlyTheAlgorithmsOfItsUsage() {
    KeyMetadata signing = describe(create(kms, KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY));
    assertThat(signing.signingAlgorithms()).hasSize(6);
    assertThat(signing.encryptionAlgorithms()).isNull();
    assertThat(signing.currentKeyMaterialId()).isNull();
    KeyMetadata encrypting = describe(create(kms, KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT));
    assertThat(encrypting.encryptionAlgorithms()).hasSize(2);
    assertThat(encrypting.signingAlgorithms()).isNull();
  }

  @Test
  void createKey_contradictions_areRefusedWithTheTextsOfTheApi() {
    assertThat(
            refused(
                ErrorCode.VALIDATION,
                () -> kms.createKey(CreateKey.Request.of(KeySpec.RSA_2048, null))))
        .hasMessage("You must specify a KeyUsage value for an asymmetric CMK.");
    assertThat(
            refused(
                ErrorCode.VALIDATION,
                () -> create(kms, KeySpec.ECC_NIST_P256, KeyUsage.ENCRYPT_DECRYPT)))
        .hasMessage("KeyUsage ENCRYPT_DECRYPT is not compatible with KeySpec ECC_NIST_P256");
    CreateKey.Request base =
        CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);
    refused(
        ErrorCode.TAG,
        () -> kms.createKey(base.withTags(List.of(new Tag("a", "1"), new Tag("a", "2")))));
    refused(ErrorCode.MALFORMED_POLICY_DOCUMENT, () -> kms.createKey(base.withPolicy("{}")));
    refused(ErrorCode.VALIDATION, () -> kms.createKey(base.withOrigin(KeyOrigin.AWS_CLOUDHSM)));
    refused(ErrorCode.UNSUPPORTED_OPERATION, () -> create(kms, KeySpec.SM2, KeyUsage.SIGN_VERIFY));
    refused(ErrorCode.VALIDATION, () -> kms.createKey(base.withDescription("x".repeat(8193))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      })
  void describeKey_unknownKey_isNotFound(String keyId) {
    assertThat(refused(ErrorCode.NOT_FOUND, () -> describe(keyId)))
        .hasMessageMatching("Key 'arn:aws:kms:.*:key/1234abcd-.*' does not exist");
  }

  /** Whether a key of another account exists is told to nobody who may not use it. */
  @Test
  void describeKey_unknownKeyOfAnotherAccount_isDenied() {
    String foreign = "arn:aws:kms:eu-west-1:999922223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    assertThat(refused(ErrorCode.ACCESS_DENIED, () -> describe(foreign)))
        .hasMessage(
            "User: "
                + fixture.front().administratorArn()
                + " is not authorized to perform: kms:DescribeKey on resource: "
                + foreign
                + " because no resource-based policy allows the kms:DescribeKey action");
  }

  @Test
  void describeKey_otherBadIdentifiers_areRefusedWithTheTextsOfTheApi() {
    assertThat(refused(ErrorCode.NOT_FOUND, () -> describe("nonsense")))
        .hasMessage("Invalid keyId nonsense");
    assertThat(refused(ErrorCode.NOT_FOUND, () -> describe("alias/none")))
        .hasMessage("Alias arn:aws:kms:eu-west-1:111122223333:alias/none is not found.");
    refused(ErrorCode.INVALID_ARN, () -> describe("arn:aws:kms:eu-west-1:111122223333:grant/x"));
    refused(ErrorCode.INVALID_ARN, () -> describe("arn:aws:s3:::bucket"));
    assertThat(refused(ErrorCode.NOT_FOUND, () -> describe("a\r\n\u001b[31mb")))
        .hasMessage("Invalid keyId \"a\\u000d\\u000a\\u001b[31mb\"");
    refused(ErrorCode.VALIDATION, () -> describe(""));
    refused(ErrorCode.VALIDATION, () -> describe("x".repeat(2049)));
  }

  @Test
  void disabledKey_everyUse_isRefusedUntilItIsEnabledAgain() {
    String key = symmetric(kms);
    byte[] blob = encrypt(key);
    kms.disableKey(DisableKey.Request.of(key));
    kms.disableKey(DisableKey.Request.of(key));
    assertThat(describe(key).keyState()).isEqualTo(KeyState.DISABLED);
    assertThat(describe(key).enabled()).isFalse();
    assertThat(refused(ErrorCode.DISABLED, () -> encrypt(key))).hasMessage(key + " is disabled.");
    refused(ErrorCode.DISABLED, () -> decrypt(blob));
    refused(ErrorCode.DISABLED, () -> kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key)));
    refused(ErrorCode.DISABLED, () -> kms.enableKeyRotation(EnableKeyRotation.Request.of(key)));
    assertThatCode(() -> kms.createAlias(CreateAlias.Request.of("alias/d", key)))
        .doesNotThrowAnyException();
    kms.enableKey(EnableKey.Request.of(key));
    assertThat(decrypt(blob)).containsExactly(42);
  }

  @Test
  void disableKey_alias_isNotAccepted() {
    kms.createAlias(CreateAlias.Request.of("alias/a", symmetric(kms)));
    refused(ErrorCode.NOT_FOUND, () -> kms.disableKey(DisableKey.Request.of("alias/a")));
  }

  @Test
  void scheduledDeletion_untilTheEnd_refusesAndCanBeCancelled() {
    String key = symmetric(kms);
    byte[] blob = encrypt(key);
    ScheduleKeyDeletion.Response scheduled =
        kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key).withPendingWindowInDays(7));
    assertThat(scheduled.keyId()).isEqualTo(key);
    assertThat(scheduled.keyState()).isEqualTo(KeyState.PENDING_DELETION);
    assertThat(scheduled.deletionDate()).isEqualTo(fixture.now().plus(Duration.ofDays(7)));
    assertThat(describe(key).deletionDate()).isEqualTo(scheduled.deletionDate());
    String text = key + " is pending deletion.";
    assertThat(refused(ErrorCode.KMS_INVALID_STATE, () -> decrypt(blob))).hasMessage(text);
    refused(ErrorCode.KMS_INVALID_STATE, () -> kms.enableKey(EnableKey.Request.of(key)));
    refused(ErrorCode.KMS_INVALID_STATE, () -> kms.disableKey(DisableKey.Request.of(key)));
    refused(
        ErrorCode.KMS_INVALID_STATE,
        () -> kms.createAlias(CreateAlias.Request.of("alias/late", key)));
    refused(
        ErrorCode.KMS_INVALID_STATE,
        () -> kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key)));
    fixture.advance(Duration.ofDays(7).minusMillis(1));
    assertThat(kms.cancelKeyDeletion(CancelKeyDeletion.Request.of(key)).keyId()).isEqualTo(key);
    assertThat(describe(key).keyState()).isEqualTo(KeyState.DISABLED);
    assertThat(describe(key).deletionDate()).isNull();
    assertThat(
            refused(
                ErrorCode.KMS_INVALID_STATE,
                () -> kms.cancelKeyDeletion(CancelKeyDeletion.Request.of(key))))
        .hasMessage(key + " is not pending deletion.");
    kms.enableKey(EnableKey.Request.of(key));
    assertThat(decrypt(blob)).containsExactly(42);
  }

  @Test
  void scheduledDeletion_afterTheEnd_keyAnswersAsDeleted() {
    String key = symmetric(kms);
    kms.createAlias(CreateAlias.Request.of("alias/gone", key));
    byte[] blob = encrypt(key);
    kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key).withPendingWindowInDays(30));
    fixture.advance(Duration.ofDays(30));
    refused(ErrorCode.NOT_FOUND, () -> describe(key));
    refused(ErrorCode.NOT_FOUND, () -> describe("alias/gone"));
    refused(ErrorCode.NOT_FOUND, () -> kms.cancelKeyDeletion(CancelKeyDeletion.Request.of(key)));
    assertThat(refused(ErrorCode.ACCESS_DENIED, () -> decrypt(blob)))
        .hasMessageContaining("does not exist in this region");
    assertThat(kms.listKeys(ListKeys.Request.of()).keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 31, 365, 366})
  void scheduleDeletion_daysOutsideTheRange_throwsAndKeepsState(int days) {
    String key = symmetric(kms);
    refused(
        ErrorCode.VALIDATION,
        () ->
            kms.scheduleKeyDeletion(
                ScheduleKeyDeletion.Request.of(key).withPendingWindowInDays(days)));
    assertThat(describe(key).keyState()).isEqualTo(KeyState.ENABLED);
  }

  @Test
  void rotateOnDemand_newMaterialEncrypts_oldMaterialStillDecrypts() {
    String key = symmetric(kms);
    List<byte[]> blobs = new ArrayList<>();
    Set<String> materials = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      blobs.add(encrypt(key));
      materials.add(describe(key).currentKeyMaterialId());
      kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
    }
    assertThat(materials).hasSize(4);
    for (byte[] blob : blobs) {
      Decrypt.Response answer = kms.decrypt(Decrypt.Request.of(blob));
      assertThat(answer.plaintext()).containsExactly(42);
      assertThat(materials).contains(answer.keyMaterialId());
    }
  }

  @Test
  void rotateOnDemand_26thTime_exceedsTheLimit() {
    String key = symmetric(kms);
    for (int i = 0; i < 25; i++) {
      kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
    }
    refused(
        ErrorCode.LIMIT_EXCEEDED, () -> kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key)));
  }

  @Test
  void automaticRotation_whenDue_happensOnceAndKeepsItsSeries() {
    String key = symmetric(kms);
    kms.enableKeyRotation(EnableKeyRotation.Request.of(key).withRotationPeriodInDays(90));
    GetKeyRotationStatus.Response status = status(key);
    assertThat(status.keyRotationEnabled()).isTrue();
    assertThat(status.rotationPeriodInDays()).isEqualTo(90);
    assertThat(status.nextRotationDate()).isEqualTo(fixture.now().plus(Duration.ofDays(90)));
    byte[] before = encrypt(key);
    String first = describe(key).currentKeyMaterialId();

    fixture.advance(Duration.ofDays(200));
    byte[] after = encrypt(key);
    String second = describe(key).currentKeyMaterialId();
    assertThat(second).isNotEqualTo(first);
    encrypt(key);
    assertThat(describe(key).currentKeyMaterialId()).isEqualTo(second);
    assertThat(status(key).nextRotationDate())
        .isEqualTo(status.nextRotationDate().plus(Duration.ofDays(180)));
    assertThat(decrypt(before)).containsExactly(42);
    assertThat(decrypt(after)).containsExactly(42);
  }

  @Test
  void automaticRotation_disabledKey_waitsUntilItIsEnabled() {
    String key = symmetric(kms);
    kms.enableKeyRotation(EnableKeyRotation.Request.of(key));
    String first = describe(key).currentKeyMaterialId();
    kms.disableKey(DisableKey.Request.of(key));
    fixture.advance(Duration.ofDays(400));
    assertThat(status(key).nextRotationDate()).isBefore(fixture.now());
    kms.enableKey(EnableKey.Request.of(key));
    encrypt(key);
    assertThat(describe(key).currentKeyMaterialId()).isNotEqualTo(first);
  }

  @Test
  void rotateOnDemand_shortlyBeforeAnAutomaticOne_conflicts() {
    String key = symmetric(kms);
    kms.enableKeyRotation(EnableKeyRotation.Request.of(key));
    fixture.advance(Duration.ofDays(365).minusMinutes(19));
    refused(ErrorCode.CONFLICT, () -> kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key)));
  }

  @Test
  void rotateOnDemand_automaticOneOverdue_makesBoth() {
    String key = symmetric(kms);
    kms.enableKeyRotation(EnableKeyRotation.Request.of(key).withRotationPeriodInDays(90));
    fixture.advance(Duration.ofDays(100));
    kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
    assertThat(status(key).nextRotationDate())
        .as("the automatic rotation came first and keeps its series")
        .isEqualTo(fixture.now().plus(Duration.ofDays(80)));
  }

  @Test
  void automaticRotation_storeCannotBeWritten_oldMaterialGoesOnEncrypting() {
    String key = symmetric(kms);
    kms.enableKeyRotation(EnableKeyRotation.Request.of(key).withRotationPeriodInDays(90));
    UnwritableStore[] disk = new UnwritableStore[1];
    try (EmbeddedKms cramped =
        fixture.open(
            store -> {
              disk[0] = new UnwritableStore(store);
              return disk[0].store();
            })) {
      fixture.advance(Duration.ofDays(91));
      disk[0].fill();
      byte[] blob = cramped.encrypt(Encrypt.Request.of(key, new byte[] {42})).ciphertextBlob();
      assertThat(decrypt(blob)).containsExactly(42);
      assertThat(
              cramped
                  .getKeyRotationStatus(GetKeyRotationStatus.Request.of(key))
                  .keyRotationEnabled())
          .isTrue();
      assertThatThrownBy(() -> cramped.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key)))
          .isInstanceOf(BackendUnavailableException.class);
    }
  }

  @Test
  void closedEngine_useOfAKeyItHadOpened_saysThatItIsClosed() {
    String key = symmetric(kms);
    EmbeddedKms closing = fixture.open();
    closing.encrypt(Encrypt.Request.of(key, new byte[1]));
    closing.close();
    closing.close();
    assertThatThrownBy(() -> closing.encrypt(Encrypt.Request.of(key, new byte[1])))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void rotation_switchedOff_isOff() {
    String key = symmetric(kms);
    kms.enableKeyRotation(EnableKeyRotation.Request.of(key));
    kms.disableKeyRotation(DisableKeyRotation.Request.of(key));
    kms.disableKeyRotation(DisableKeyRotation.Request.of(key));
    assertThat(status(key).keyRotationEnabled()).isFalse();
    assertThat(status(key).nextRotationDate()).isNull();
  }

  @Test
  void rotation_keyPairs_areUnsupported() {
    String key = create(kms, KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
    refused(
        ErrorCode.UNSUPPORTED_OPERATION,
        () -> kms.enableKeyRotation(EnableKeyRotation.Request.of(key)));
    refused(
        ErrorCode.UNSUPPORTED_OPERATION,
        () -> kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key)));
    assertThat(status(key).keyRotationEnabled()).isFalse();
  }

  @Test
  void enableRotation_periodOutsideTheRange_isRefused() {
    String key = symmetric(kms);
    for (int days : new int[] {89, 2561}) {
      refused(
          ErrorCode.VALIDATION,
          () ->
              kms.enableKeyRotation(
                  EnableKeyRotation.Request.of(key).withRotationPeriodInDays(days)));
    }
  }

  @Test
  void listKeys_pages_holdEveryKeyOnceInOrder() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      made.add(symmetric(kms));
    }
    List<String> listed = new ArrayList<>();
    String marker = null;
    int pages = 0;
    do {
      ListKeys.Request request = ListKeys.Request.of().withLimit(5).withMarker(marker);
      ListKeys.Response page = kms.listKeys(request);
      page.keys().stream().map(KeyListEntry::keyArn).forEach(listed::add);
      assertThat(page.nextMarker() != null).isEqualTo(page.truncated());
      marker = page.nextMarker();
      pages++;
    } while (marker != null);
    made.sort(Comparator.naturalOrder());
    assertThat(listed).isEqualTo(made);
    assertThat(pages).isEqualTo(5);
  }

  @Test
  void listKeys_forgedMarker_isRefused() {
    symmetric(kms);
    symmetric(kms);
    String marker = kms.listKeys(ListKeys.Request.of().withLimit(1)).nextMarker();
    for (String forged :
        List.of(
            "x",
            "AAAA",
            marker.substring(1),
            "%%%",
            (marker.charAt(0) == 'A' ? 'B' : 'A') + marker.substring(1))) {
      refused(
          ErrorCode.INVALID_MARKER, () -> kms.listKeys(ListKeys.Request.of().withMarker(forged)));
    }
  }

  @Test
  void getPublicKey_disabledKey_isRefused() {
    String key = create(kms, KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
    kms.disableKey(DisableKey.Request.of(key));
    refused(ErrorCode.DISABLED, () -> kms.getPublicKey(GetPublicKey.Request.of(key)));
    refused(
        ErrorCode.DISABLED,
        () -> kms.sign(Sign.Request.of(key, new byte[] {1}, SigningAlgorithm.ECDSA_SHA_256)));
  }

  @Test
  void getPublicKey_symmetricKey_isUnsupported() {
    String key = symmetric(kms);
    refused(ErrorCode.UNSUPPORTED_OPERATION, () -> kms.getPublicKey(GetPublicKey.Request.of(key)));
  }

  private GetKeyRotationStatus.Response status(String key) {
    return kms.getKeyRotationStatus(GetKeyRotationStatus.Request.of(key));
  }
}
