package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.SqlRecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeleteAlias;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.EnableKey;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.RotateKeyOnDemand;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two engines on one store, as two processes have them. */
class SharedStoreTest {
  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private EmbeddedKms here;
  private EmbeddedKms there;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
    here = fixture.kms();
    there = fixture.open();
  }

  @AfterEach
  void close() {
    there.close();
    fixture.close();
  }

  /** Fails if it takes longer than a change may take to be seen. */
  private static void withinOneSecond(BooleanSupplier seen) {
    long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    while (!seen.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not seen within one second").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static boolean isDisabled(EmbeddedKms kms, String key) {
    try {
      kms.encrypt(Encrypt.Request.of(key, new byte[1]));
      return false;
    } catch (KmsServiceException e) {
      assertThat(e.is(ErrorCode.DISABLED)).isTrue();
      return true;
    }
  }

  @Test
  void disable_there_isEnforcedHereWithinASecond() {
    String key = symmetric(here);
    for (int round = 0; round < 5; round++) {
      assertThat(isDisabled(here, key)).isFalse();
      there.disableKey(DisableKey.Request.of(key));
      withinOneSecond(() -> isDisabled(here, key));
      there.enableKey(EnableKey.Request.of(key));
      withinOneSecond(() -> !isDisabled(here, key));
    }
  }

  @Test
  void disable_thereAndTakenOutOfTheChain_isEnforcedHere() {
    String key = symmetric(here);
    assertThat(isDisabled(here, key)).isFalse();
    long before = here.generation(KeyReference.parse(key));
    there.disableKey(DisableKey.Request.of(key));
    try (SqlRecordStore store = StoreDirectory.open(StoreSettings.inHome(home))) {
      RecordId filler = new RecordId(RecordKind.META, "filler");
      for (int version = 0; version < 1_100; version++) {
        store.commit(List.of(new Change.Put(filler, Optional.empty(), version, new byte[1])));
      }
      store.maintenance().addEpoch();
      store.maintenance().renew();
      assertThat(store.maintenance().prune()).isPositive();
    }
    withinOneSecond(() -> isDisabled(here, key));
    assertThat(here.generation(KeyReference.parse(key))).isNotEqualTo(before);
  }

  @Test
  void ciphertexts_madeHereAfterRotationThere_areReadByBoth() {
    String key = symmetric(here);
    byte[] first = here.encrypt(Encrypt.Request.of(key, new byte[] {1})).ciphertextBlob();
    there.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
    byte[] second = there.encrypt(Encrypt.Request.of(key, new byte[] {2})).ciphertextBlob();
    assertThat(there.decrypt(Decrypt.Request.of(first)).plaintext()).containsExactly(1);
    assertThat(here.decrypt(Decrypt.Request.of(second)).plaintext()).containsExactly(2);
  }

  @Test
  void generation_aliasRepointedThere_changesHere() {
    String first = symmetric(here);
    String second = symmetric(here);
    here.createAlias(CreateAlias.Request.of("alias/a", first));
    KeyReference alias = KeyReference.parse("alias/a");
    long before = here.generation(alias);
    there.updateAlias(UpdateAlias.Request.of("alias/a", second));
    withinOneSecond(() -> here.generation(alias) != before);
  }

  @Test
  void automaticRotation_dueInManyThreadsOfTwoEngines_happensOnce() throws Exception {
    String key = symmetric(here);
    here.enableKeyRotation(EnableKeyRotation.Request.of(key).withRotationPeriodInDays(90));
    fixture.advance(Duration.ofDays(91));
    Set<String> materials = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Void> use =
          () -> {
            for (EmbeddedKms kms : List.of(here, there)) {
              byte[] blob = kms.encrypt(Encrypt.Request.of(key, new byte[1])).ciphertextBlob();
              materials.add(CiphertextBlob.parse(blob).orElseThrow().keyMaterialId());
            }
            return null;
          };
      for (Future<Void> done : threads.invokeAll(List.of(use, use, use, use))) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(materials).hasSize(1);
  }

  /** The memory of an engine may be 100 ms old; a change must not be answered from it. */
  @Test
  void changes_madeRightAfterOthersThere_areNeverTakenForDoneAlready() {
    String key = symmetric(here);
    for (int round = 0; round < 20; round++) {
      assertThat(state(here, key)).isEqualTo(KeyState.ENABLED);
      there.disableKey(DisableKey.Request.of(key));
      here.enableKey(EnableKey.Request.of(key));
      assertThat(state(here, key)).as("round " + round).isEqualTo(KeyState.ENABLED);
      withinOneSecond(() -> state(there, key) == KeyState.ENABLED);
    }
  }

  @Test
  void aliasChanges_madeRightAfterOthersThere_seeThem() {
    String key = symmetric(here);
    for (int round = 0; round < 20; round++) {
      here.createAlias(CreateAlias.Request.of("alias/quick", key));
      here.describeKey(DescribeKey.Request.of("alias/quick"));
      there.deleteAlias(DeleteAlias.Request.of("alias/quick"));
      here.createAlias(CreateAlias.Request.of("alias/quick", key));
      there.deleteAlias(DeleteAlias.Request.of("alias/quick"));
    }
    assertThat(there.listAliases(ListAliases.Request.of()).aliases())
        .allMatch(alias -> alias.targetKeyId() == null);
  }

  private static KeyState state(EmbeddedKms kms, String key) {
    return kms.describeKey(DescribeKey.Request.of(key)).keyMetadata().keyState();
  }

  @Test
  void reopenedStore_keepsKeysAndReadsOldCiphertexts() {
    String key = symmetric(here);
    byte[] blob = here.encrypt(Encrypt.Request.of(key, new byte[] {9})).ciphertextBlob();
    try (EmbeddedKms later = fixture.open()) {
      assertThat(later.decrypt(Decrypt.Request.of(blob)).plaintext()).containsExactly(9);
    }
  }

  @Test
  void unknownRegion_sameStore_doesNotSeeTheKey() {
    String key = symmetric(here);
    refused(
        ErrorCode.NOT_FOUND,
        () -> here.encrypt(Encrypt.Request.of(key.replace("eu-west-1", "eu-west-2"), new byte[1])));
  }
}
