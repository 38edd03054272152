package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GetKeyLastUsage;
import dev.keyward.kms.GetKeyPolicy;
import dev.keyward.kms.GetKeyRotationStatus;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.MultiRegionKey;
import dev.keyward.kms.MultiRegionKeyType;
import dev.keyward.kms.PutKeyPolicy;
import dev.keyward.kms.ReplicateKey;
import dev.keyward.kms.RotateKeyOnDemand;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.UpdatePrimaryRegion;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in several Regions of one store: section 18 of the contract. */
class MultiRegionTest {
  private static final byte[] TEXT = {1, 2, 3};
  private static final String FAR = "us-east-1";

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private Kms kms;
  private Kms there;
  private String primary;
  private String replica;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
    kms = fixture.served();
    there = fixture.front().administrator(FAR);
    primary =
        kms.createKey(
                CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
                    .withMultiRegion(true))
            .keyMetadata()
            .arn();
    replica =
        kms.replicateKey(ReplicateKey.Request.of(primary, FAR).withDescription("far"))
            .replicaKeyMetadata()
            .arn();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static KeyMetadata describe(Kms kms, String key) {
    return kms.describeKey(DescribeKey.Request.of(key)).keyMetadata();
  }

  @Test
  void members_sayWhoIsWho() {
    assertThat(replica).isEqualTo(primary.replace("eu-west-1", FAR)).contains("key/mrk-");
    KeyMetadata here = describe(kms, primary);
    assertThat(here.multiRegionConfiguration().multiRegionKeyType())
        .isEqualTo(MultiRegionKeyType.PRIMARY);
    assertThat(here.multiRegionConfiguration().replicaKeys())
        .containsExactly(new MultiRegionKey(replica, FAR));
    KeyMetadata far = describe(there, replica);
    assertThat(far.multiRegionConfiguration().multiRegionKeyType())
        .isEqualTo(MultiRegionKeyType.REPLICA);
    assertThat(far.multiRegionConfiguration().primaryKey())
        .isEqualTo(new MultiRegionKey(primary, "eu-west-1"));
    assertThat(far.description()).isEqualTo("far");
    assertThat(far.currentKeyMaterialId()).isEqualTo(here.currentKeyMaterialId());
    refused(
        ErrorCode.ALREADY_EXISTS, () -> kms.replicateKey(ReplicateKey.Request.of(primary, FAR)));
    refused(
        ErrorCode.UNSUPPORTED_OPERATION,
        () -> there.replicateKey(ReplicateKey.Request.of(replica, "us-west-2")));
  }

  @Test
  void ciphertext_ofOneMember_isReadableInTheOthers() {
    byte[] blob = kms.encrypt(Encrypt.Request.of(primary, TEXT)).ciphertextBlob();
    Decrypt.Response opened = there.decrypt(Decrypt.Request.of(blob));
    assertThat(opened.plaintext()).isEqualTo(TEXT);
    assertThat(opened.keyId()).isEqualTo(replica);
    byte[] back = there.encrypt(Encrypt.Request.of(replica, TEXT)).ciphertextBlob();
    assertThat(kms.decrypt(Decrypt.Request.of(back)).keyId()).isEqualTo(primary);
    assertThat(
            there.getKeyLastUsage(GetKeyLastUsage.Request.of(replica)).keyLastUsage().operation())
        .isNotNull();
  }

  @Test
  void rotation_isThatOfThePrimary() {
    kms.enableKeyRotation(EnableKeyRotation.Request.of(primary).withRotationPeriodInDays(90));
    assertThat(
            there
                .getKeyRotationStatus(GetKeyRotationStatus.Request.of(replica))
                .rotationPeriodInDays())
        .isEqualTo(90);
    refused(
        ErrorCode.UNSUPPORTED_OPERATION,
        () -> there.enableKeyRotation(EnableKeyRotation.Request.of(replica)));
    refused(
        ErrorCode.UNSUPPORTED_OPERATION,
        () -> there.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(replica)));
    byte[] old = kms.encrypt(Encrypt.Request.of(primary, TEXT)).ciphertextBlob();
    kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(primary));
    assertThat(describe(there, replica).currentKeyMaterialId())
        .isEqualTo(describe(kms, primary).currentKeyMaterialId());
    byte[] newer = there.encrypt(Encrypt.Request.of(replica, TEXT)).ciphertextBlob();
    assertThat(kms.decrypt(Decrypt.Request.of(newer)).plaintext()).isEqualTo(TEXT);
    assertThat(there.decrypt(Decrypt.Request.of(old)).plaintext()).isEqualTo(TEXT);
    // A use in the replica Region that is due rotates the whole set.
    fixture.advance(Duration.ofDays(91));
    there.encrypt(Encrypt.Request.of(replica, TEXT));
    assertThat(fixture.stored(primary).orElseThrow().backingKeys()).hasSize(3);
  }

  @Test
  void policyAliasAndState_areEachMembersOwn() {
    there.disableKey(DisableKey.Request.of(replica));
    kms.encrypt(Encrypt.Request.of(primary, TEXT));
    assertThat(describe(kms, primary).keyState()).isEqualTo(KeyState.ENABLED);
    there.createAlias(CreateAlias.Request.of("alias/a", replica));
    refused(ErrorCode.NOT_FOUND, () -> kms.describeKey(DescribeKey.Request.of("alias/a")));
    String anna = Policies.user(fixture.kms(), "anna");
    String policy = Policies.key(Policies.delegation(), Policies.allow(anna, "kms:Decrypt"));
    there.putKeyPolicy(PutKeyPolicy.Request.of(replica, policy));
    assertThat(kms.getKeyPolicy(GetKeyPolicy.Request.of(primary)).policy()).doesNotContain(anna);
  }

  @Test
  void primaryRegion_moves_andManagementWithIt() {
    kms.updatePrimaryRegion(UpdatePrimaryRegion.Request.of(primary, FAR));
    assertThat(describe(there, replica).multiRegionConfiguration().multiRegionKeyType())
        .isEqualTo(MultiRegionKeyType.PRIMARY);
    assertThat(describe(kms, primary).multiRegionConfiguration().primaryKey().region())
        .isEqualTo(FAR);
    there.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(replica));
    refused(
        ErrorCode.UNSUPPORTED_OPERATION,
        () -> kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(primary)));
    refused(
        ErrorCode.UNSUPPORTED_OPERATION,
        () -> kms.updatePrimaryRegion(UpdatePrimaryRegion.Request.of(primary, FAR)));
    refused(
        ErrorCode.NOT_FOUND,
        () -> there.updatePrimaryRegion(UpdatePrimaryRegion.Request.of(replica, "us-west-2")));
  }

  @Test
  void primary_waitsForItsReplicas_beforeItsOwnWaitingPeriod() {
    byte[] blob = kms.encrypt(Encrypt.Request.of(primary, TEXT)).ciphertextBlob();
    ScheduleKeyDeletion.Response answer =
        kms.scheduleKeyDeletion(
            ScheduleKeyDeletion.Request.of(primary).withPendingWindowInDays(10));
    assertThat(answer.keyState()).isEqualTo(KeyState.PENDING_REPLICA_DELETION);
    assertThat(answer.deletionDate()).isNull();
    assertThat(describe(kms, primary).pendingDeletionWindowInDays()).isEqualTo(10);
    fixture.advance(Duration.ofDays(100));
    kms.listKeys(ListKeys.Request.of());
    assertThat(describe(kms, primary).keyState()).isEqualTo(KeyState.PENDING_REPLICA_DELETION);
    assertThat(there.decrypt(Decrypt.Request.of(blob)).plaintext()).isEqualTo(TEXT);
    there.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(replica).withPendingWindowInDays(7));
    fixture.advance(Duration.ofDays(7));
    kms.listKeys(ListKeys.Request.of());
    refused(ErrorCode.NOT_FOUND, () -> describe(there, replica));
    // The replica leaves the set when its material is destroyed, after a day of observed time.
    assertThat(describe(kms, primary).keyState()).isEqualTo(KeyState.PENDING_REPLICA_DELETION);
    fixture.use(Duration.ofHours(26));
    KeyMetadata left = describe(kms, primary);
    assertThat(left.keyState()).isEqualTo(KeyState.PENDING_DELETION);
    assertThat(left.multiRegionConfiguration().replicaKeys()).isEmpty();
    assertThat(left.deletionDate())
        .isBetween(fixture.now().plus(Duration.ofDays(9)), fixture.now().plus(Duration.ofDays(10)));
    fixture.advance(Duration.ofDays(10));
    refused(ErrorCode.NOT_FOUND, () -> describe(kms, primary));
  }
}
