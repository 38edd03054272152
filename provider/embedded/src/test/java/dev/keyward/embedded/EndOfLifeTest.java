package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.store.RecordKind;
import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.EnableKey;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.IncludeKeyMaterial;
import dev.keyward.kms.KeyMaterialState;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.ListKeyRotations;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.RotateKeyOnDemand;
import dev.keyward.kms.RotationType;
import dev.keyward.kms.RotationsListEntry;
import dev.keyward.kms.ScheduleKeyDeletion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What falls due: rotations, and the end of keys; sections 11 and 12, and promise P10. */
class EndOfLifeTest {
  private static final byte[] TEXT = {1, 2, 3};

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private Kms kms;
  private String key;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
    kms = fixture.kms();
    key = symmetric(kms);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Lets the wall clock leap. */
  private void leap(Duration time) {
    fixture.advance(time);
    kms.listKeys(ListKeys.Request.of());
  }

  private long materials() {
    return fixture.store().count(RecordKind.MATERIAL, "");
  }

  @Test
  void deletion_afterWaitingPeriod_answersAsGoneAndShredsADayLater() {
    kms.createAlias(CreateAlias.Request.of("alias/old", key));
    kms.createGrant(StateTable.grant(key));
    byte[] blob = kms.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key).withPendingWindowInDays(7));
    leap(Duration.ofDays(7));
    refused(ErrorCode.NOT_FOUND, () -> kms.describeKey(DescribeKey.Request.of(key)));
    refused(ErrorCode.NOT_FOUND, () -> kms.describeKey(DescribeKey.Request.of("alias/old")));
    refused(ErrorCode.ACCESS_DENIED, () -> kms.decrypt(Decrypt.Request.of(blob)));
    assertThat(kms.listAliases(ListAliases.Request.of()).aliases())
        .noneMatch(alias -> alias.aliasName().equals("alias/old"));
    assertThat(materials()).isOne();
    fixture.use(Duration.ofHours(23));
    assertThat(materials()).isOne();
    fixture.use(Duration.ofHours(3));
    assertThat(materials()).isZero();
    assertThat(fixture.store().count(RecordKind.GRANT, "")).isZero();
    assertThat(fixture.store().count(RecordKind.ALIAS, "")).isZero();
    assertThat(fixture.stored(key)).isEmpty();
  }

  @Test
  void clock_leapsAhead_shredsNothingBeforeADayWasObserved() {
    byte[] blob = kms.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key));
    leap(Duration.ofDays(400));
    leap(Duration.ofDays(2));
    assertThat(materials()).isOne();
    // The clock is put right: the key is there again, and its deletion can be cancelled.
    leap(Duration.ofDays(-402));
    kms.cancelKeyDeletion(CancelKeyDeletion.Request.of(key));
    kms.enableKey(EnableKey.Request.of(key));
    assertThat(kms.decrypt(Decrypt.Request.of(blob)).plaintext()).isEqualTo(TEXT);
  }

  @Test
  void deletion_scheduledAgainAfterClockWasAhead_waitsAnotherDayBeforeShredding() {
    kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key));
    leap(Duration.ofDays(31));
    assertThat(fixture.stored(key).orElseThrow().deletedAtRunningSeconds()).isNotNull();
    leap(Duration.ofDays(-31));
    kms.cancelKeyDeletion(CancelKeyDeletion.Request.of(key));
    assertThat(fixture.stored(key).orElseThrow().deletedAtRunningSeconds()).isNull();
    leap(Duration.ofDays(31));
    fixture.use(Duration.ofHours(25));
    kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key));
    leap(Duration.ofDays(31));
    leap(Duration.ofHours(2));
    assertThat(materials()).isOne();
  }

  @Test
  void clock_behind_nothingIsDeletedOrRotated() {
    kms.enableKeyRotation(EnableKeyRotation.Request.of(key).withRotationPeriodInDays(90));
    String dying = symmetric(kms);
    kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(dying));
    leap(Duration.ofDays(400));
    long before = fixture.stored(key).orElseThrow().backingKeys().size();
    leap(Duration.ofDays(-100));
    fixture.use(Duration.ofHours(30));
    kms.encrypt(Encrypt.Request.of(key, TEXT));
    assertThat(fixture.stored(key).orElseThrow().backingKeys()).hasSize((int) before);
    assertThat(fixture.stored(dying)).isPresent();
    assertThat(materials()).isEqualTo(before + 1);
  }

  @Test
  void rotation_thatIsDue_happensOnceWhoeverLooksFirst() {
    kms.enableKeyRotation(EnableKeyRotation.Request.of(key).withRotationPeriodInDays(90));
    byte[] old = kms.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    fixture.advance(Duration.ofDays(90));
    kms.encrypt(Encrypt.Request.of(key, TEXT));
    kms.listKeys(ListKeys.Request.of());
    try (EmbeddedKms another = fixture.open()) {
      another.listKeys(ListKeys.Request.of());
      another.encrypt(Encrypt.Request.of(key, TEXT));
    }
    List<RotationsListEntry> rotations =
        kms.listKeyRotations(ListKeyRotations.Request.of(key)).rotations();
    assertThat(rotations)
        .singleElement()
        .extracting(RotationsListEntry::rotationType)
        .isEqualTo(RotationType.AUTOMATIC);
    assertThat(kms.decrypt(Decrypt.Request.of(old)).plaintext()).isEqualTo(TEXT);
  }

  @Test
  void listKeyRotations_inBothModes_pagesThroughAll() {
    for (int i = 0; i < 4; i++) {
      kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
    }
    assertThat(pages(IncludeKeyMaterial.ROTATIONS_ONLY))
        .hasSize(4)
        .allMatch(entry -> entry.rotationType() == RotationType.ON_DEMAND);
    List<RotationsListEntry> all = pages(IncludeKeyMaterial.ALL_KEY_MATERIAL);
    assertThat(all).hasSize(5);
    assertThat(all.get(0).rotationDate()).isNull();
    assertThat(all.get(4).keyMaterialState()).isEqualTo(KeyMaterialState.CURRENT);
    assertThat(all.subList(0, 4))
        .allMatch(entry -> entry.keyMaterialState() == KeyMaterialState.NON_CURRENT);
    assertThat(all.get(4).keyMaterialId())
        .isEqualTo(
            kms.describeKey(DescribeKey.Request.of(key)).keyMetadata().currentKeyMaterialId());
  }

  private List<RotationsListEntry> pages(IncludeKeyMaterial mode) {
    List<RotationsListEntry> all = new ArrayList<>();
    Optional<String> marker = Optional.empty();
    do {
      ListKeyRotations.Response page =
          kms.listKeyRotations(
              ListKeyRotations.Request.of(key)
                  .withIncludeKeyMaterial(mode)
                  .withLimit(2)
                  .withMarker(marker.orElse(null)));
      assertThat(page.rotations()).hasSizeLessThanOrEqualTo(2);
      all.addAll(page.rotations());
      marker = Optional.ofNullable(page.nextMarker());
      assertThat(page.truncated()).isEqualTo(marker.isPresent());
    } while (marker.isPresent());
    return all;
  }

  @Test
  void rotateOnDemand_moreThan25Times_isRefused() {
    for (int i = 0; i < 25; i++) {
      kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
    }
    refused(
        ErrorCode.LIMIT_EXCEEDED, () -> kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key)));
    assertThat(fixture.stored(key).orElseThrow().backingKeys()).hasSize(26);
  }

  @Test
  void rotateOnDemand_outsideTheConflictWindow_keepsTheSchedule() {
    kms.enableKeyRotation(EnableKeyRotation.Request.of(key).withRotationPeriodInDays(90));
    var before = fixture.stored(key).orElseThrow().rotation();
    fixture.advance(Duration.ofDays(90).minusMinutes(21));
    kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
    assertThat(fixture.stored(key).orElseThrow().rotation()).isEqualTo(before);
    fixture.advance(Duration.ofMinutes(2));
    refused(ErrorCode.CONFLICT, () -> kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key)));
  }
}
