package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.audit.AuditSettings;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.Records;
import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.kms.AuditEntry;
import dev.keyward.kms.AuditQuery;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.ExpirationModel;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.ImportType;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.RotateKeyOnDemand;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imported material that expires: every generation is noticed, recorded and destroyed by itself.
 */
class MaterialExpiryTest {
  private static final byte[] TEXT = {1, 2, 3};

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private EmbeddedKms kms;
  private String key;
  private ShakyClock clock;

  /** A clock that can be put back and forth by ten minutes between two looks at it. */
  private static final class ShakyClock implements InstantSource {
    private final InstantSource steady;
    private boolean shaking;
    private boolean behind;

    ShakyClock(InstantSource steady) {
      this.steady = steady;
    }

    /** The next look sees it behind or not, the one after it the other way round, and so on. */
    synchronized void shake(boolean first) {
      shaking = true;
      behind = first;
    }

    synchronized void rest() {
      shaking = false;
    }

    @Override
    public synchronized Instant instant() {
      boolean back = shaking && behind;
      behind = !behind;
      return back ? steady.instant().minus(Duration.ofMinutes(10)) : steady.instant();
    }
  }

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home, this::shaky);
    kms = fixture.kms();
    key = Imports.external(kms, KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);
  }

  private EngineSettings shaky(EngineSettings plain) {
    clock = new ShakyClock(plain.clock());
    return new EngineSettings(
        clock,
        plain.random(),
        Optional.of(AuditSettings.in(home.resolve("a"))),
        plain.resources(),
        plain.requests(),
        plain.nanos(),
        plain.tokens());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ImportKeyMaterial.Request expiring(byte[] material, Duration life) {
    return Imports.request(kms, key, material)
        .withExpirationModel(ExpirationModel.KEY_MATERIAL_EXPIRES)
        .withValidTo(fixture.now().plus(life));
  }

  private void importExpiring(Duration life) {
    kms.importKeyMaterial(expiring(Imports.randomMaterial(32), life));
  }

  private void rotateTo(Duration life) {
    kms.importKeyMaterial(
        expiring(Imports.randomMaterial(32), life).withImportType(ImportType.NEW_KEY_MATERIAL));
    kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
  }

  private long materials() {
    return fixture.store().count(RecordKind.MATERIAL, "");
  }

  private long expiryEvents() {
    return kms.readAudit(AuditQuery.newest(AuditQuery.MAX_LIMIT)).stream()
        .map(AuditEntry::event)
        .filter("DeleteExpiredKeyMaterial"::equals)
        .count();
  }

  private void leap(Duration time) {
    fixture.advance(time);
    kms.listKeys(ListKeys.Request.of());
  }

  private KeyRecord stored() {
    return fixture.stored(key).orElseThrow();
  }

  @Test
  void generations_expiringAtDifferentTimes_eachHaveADayAndAnEventOfTheirOwn() {
    importExpiring(Duration.ofHours(3));
    rotateTo(Duration.ofHours(20));
    fixture.use(Duration.ofHours(4));
    assertThat(expiryEvents()).isEqualTo(1);
    fixture.use(Duration.ofHours(18));
    assertThat(expiryEvents()).isEqualTo(2);
    assertThat(materials()).isEqualTo(2);

    fixture.use(Duration.ofHours(8));

    assertThat(materials()).as("material of the second one, 10 hours after its end").isEqualTo(1);
    assertThat(stored().backingKeys().get(0).missing()).isTrue();
    assertThat(stored().backingKeys().get(1).missing()).isNull();
    fixture.use(Duration.ofHours(17));
    assertThat(materials()).isZero();
    assertThat(expiryEvents()).isEqualTo(2);
    assertThat(stored().keyState()).isEqualTo(KeyState.PENDING_IMPORT);
  }

  @Test
  void clock_aheadOfOneGenerationOnly_leavesItWhenItIsMended() {
    importExpiring(Duration.ofHours(3));
    rotateTo(Duration.ofDays(300));
    leap(Duration.ofDays(301));
    assertThat(expiryEvents()).isEqualTo(2);
    leap(Duration.ofDays(-301).plusHours(4));
    // The clock counts as behind until it is accepted: nothing is destroyed, whatever it says.
    fixture.use(Duration.ofHours(30));
    assertThat(materials()).isEqualTo(2);
  }

  @Test
  void clock_putBackBetweenTwoLooks_recordSaysWhetherTheMaterialIsThere() {
    importExpiring(Duration.ofHours(3));
    fixture.use(Duration.ofHours(26));
    for (int step = 0; step < 36; step++) {
      clock.shake(step % 2 == 0);
      fixture.use(Duration.ofMinutes(5));
      boolean missing = Boolean.TRUE.equals(stored().backingKeys().get(0).missing());
      assertThat(materials()).as("step " + step).isEqualTo(missing ? 0 : 1);
    }
    clock.rest();

    assertThat(materials()).isZero();
    assertThat(stored().keyState()).isEqualTo(KeyState.PENDING_IMPORT);
  }

  @Test
  void material_goneFromTheStoreAlready_leavesAKeyThatWaitsForItsImport() {
    importExpiring(Duration.ofHours(3));
    RecordId material = Records.material(KeyArn.parse(key), 1);
    long version = fixture.store().read(material).orElseThrow().version();
    fixture.store().commit(List.of(new Change.Delete(material, version)));

    fixture.use(Duration.ofHours(28));

    assertThat(stored().backingKeys().get(0).missing()).isTrue();
    assertThat(stored().keyState()).isEqualTo(KeyState.PENDING_IMPORT);
  }

  @Test
  void keyPendingDeletion_materialExpiresFirst_isDestroyedBeforeTheKey() {
    importExpiring(Duration.ofDays(2));
    kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key).withPendingWindowInDays(30));

    fixture.use(Duration.ofDays(2).plusHours(26));

    assertThat(expiryEvents()).isEqualTo(1);
    assertThat(materials()).isZero();
    assertThat(stored().keyState()).isEqualTo(KeyState.PENDING_DELETION);
    assertThat(stored().dueDate()).isEqualTo(stored().deletionDate());
  }

  @Test
  void keyPendingDeletion_deletionComesFirst_isDeletedAtItsTime() {
    importExpiring(Duration.ofDays(30));
    kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key).withPendingWindowInDays(7));

    leap(Duration.ofDays(7));

    refused(ErrorCode.NOT_FOUND, () -> kms.encrypt(Encrypt.Request.of(key, TEXT)));
    assertThat(stored().deletedAtRunningSeconds()).isNotNull();
    assertThat(expiryEvents()).isZero();
  }

  @Test
  void store_ofTheVersionBefore_isReadAndItsExpiredMaterialDestroyed() {
    importExpiring(Duration.ofHours(3));
    rotateTo(Duration.ofDays(300));
    fixture.advance(Duration.ofHours(4));
    // It noticed for the whole key, in the member that is for the end of the key now.
    fixture.rewrite(
        key,
        old ->
            old.with(
                draft -> {
                  draft.deletedAtRunningSeconds = 0;
                  draft.dueDate = fixture.now();
                }));

    fixture.use(Duration.ofHours(26));

    assertThat(stored().deletedAtRunningSeconds()).isNull();
    assertThat(materials()).isEqualTo(1);
    assertThat(stored().backingKeys())
        .extracting(generation -> generation.missing())
        .isEqualTo(java.util.Arrays.asList(true, null));
  }

  @Test
  void reimport_afterExpiryWasNoticed_givesTheMaterialAnotherLife() {
    byte[] material = Imports.randomMaterial(32);
    kms.importKeyMaterial(expiring(material, Duration.ofHours(3)));
    fixture.use(Duration.ofHours(4));
    kms.importKeyMaterial(expiring(material, Duration.ofDays(30)));

    fixture.use(Duration.ofHours(30));

    assertThat(materials()).isEqualTo(1);
    assertThat(kms.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob()).isNotEmpty();
    assertThat(expiryEvents()).isEqualTo(1);
  }
}
