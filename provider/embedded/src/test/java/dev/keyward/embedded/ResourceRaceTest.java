package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.customstore.KeyStores;
import dev.keyward.embedded.quota.ResourceQuotas;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeCustomKeyStores;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListGrants;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.ReplicateKey;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.UpdateCustomKeyStore;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last place of a quota, and a name that is to be unique, wanted by two processes at once. */
class ResourceRaceTest {
  private static final ResourceQuotas SMALL = new ResourceQuotas(2, 50, 2, 32_768, 2, 25, 50);
  private static final String OTHER_CLUSTER = "cluster-3333333333a";

  @TempDir private Path home;
  private final OvertakenStore overtaken = new OvertakenStore();
  private final CountingRandom random = new CountingRandom();
  private final KeyStores tokens = new KeyStores();
  private EmbeddedKmsFixture fixture;
  private Kms fast;
  private EmbeddedKms slow;

  /** Counts how often somebody wanted random bytes. */
  private static final class CountingRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final AtomicInteger draws = new AtomicInteger();

    @Override
    public void nextBytes(byte[] bytes) {
      draws.incrementAndGet();
      JdkRandom.shared().nextBytes(bytes);
    }
  }

  @BeforeEach
  void open() {
    fixture =
        new EmbeddedKmsFixture(
            home,
            plain ->
                tokens.over(
                    new EngineSettings(
                        plain.clock(),
                        random,
                        plain.audit(),
                        SMALL,
                        plain.requests(),
                        plain.nanos(),
                        plain.tokens())));
    fast = fixture.kms();
    slow = fixture.open(overtaken::over);
  }

  @AfterEach
  void close() {
    slow.close();
    fixture.close();
  }

  private void overtakenAndRefused(
      RecordKind kind, Runnable first, ErrorCode code, ThrowingCallable second) {
    overtaken.beforeNext(kind, first);
    refused(code, second);
    assertThat(overtaken.wasOvertaken()).isTrue();
  }

  @Test
  void lastKey_wantedByTwo_isMadeOnce() {
    symmetric(fast);
    overtakenAndRefused(
        RecordKind.KEY, () -> symmetric(fast), ErrorCode.LIMIT_EXCEEDED, () -> symmetric(slow));
    assertThat(fast.listKeys(ListKeys.Request.of()).keys()).hasSize(2);
  }

  @Test
  void key_overtakenWhileThereIsRoom_isMadeToo() {
    overtaken.beforeNext(RecordKind.KEY, () -> symmetric(fast));
    symmetric(slow);
    assertThat(fast.listKeys(ListKeys.Request.of()).keys()).hasSize(2);
  }

  @Test
  void key_overtakenWhileThereIsRoom_keepsWhatItIsMadeOf() {
    AtomicInteger before = new AtomicInteger();
    overtaken.beforeNext(
        RecordKind.KEY,
        () -> {
          symmetric(fast);
          before.set(random.draws.get());
        });
    symmetric(slow);

    assertThat(overtaken.wasOvertaken()).isTrue();
    assertThat(random.draws.get()).as("random bytes drawn").isEqualTo(before.get());
  }

  @Test
  void keyInAKeyStore_overtaken_isTheOnlyOneInItsToken() {
    String id = KeyStores.connected(fast);
    overtaken.beforeNext(RecordKind.KEY, () -> symmetric(fast));
    String key = KeyStores.key(slow, id);

    assertThat(tokens.tokenKeys()).isEqualTo(1);
    byte[] blob = fast.encrypt(Encrypt.Request.of(key, new byte[] {1})).ciphertextBlob();
    assertThat(slow.decrypt(Decrypt.Request.of(blob)).plaintext()).containsExactly(1);
    assertThat(fast.listKeys(ListKeys.Request.of()).keys()).hasSize(2);
  }

  @Test
  void lastKeyInAKeyStore_wantedByTwo_leavesNoneInTheTokenForWhoIsLate() {
    String id = KeyStores.connected(fast);
    symmetric(fast);
    overtakenAndRefused(
        RecordKind.KEY,
        () -> symmetric(fast),
        ErrorCode.LIMIT_EXCEEDED,
        () -> KeyStores.key(slow, id));
    assertThat(tokens.tokenKeys()).isZero();
  }

  @Test
  void lastReplica_wantedByTwo_isMadeOnce() {
    String primary =
        fast.createKey(
                CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
                    .withMultiRegion(true))
            .keyMetadata()
            .arn();
    Kms there = fixture.in("eu-central-1");
    symmetric(there);
    overtakenAndRefused(
        RecordKind.KEY,
        () -> symmetric(there),
        ErrorCode.LIMIT_EXCEEDED,
        () -> slow.replicateKey(ReplicateKey.Request.of(primary, "eu-central-1")));
    assertThat(there.listKeys(ListKeys.Request.of()).keys()).hasSize(2);
  }

  @Test
  void lastGrant_wantedByTwo_isMadeOnceAndLeavesNothingWithItsKey() {
    String key = symmetric(fast);
    fast.createGrant(StateTable.grant(key));
    overtakenAndRefused(
        RecordKind.GRANT,
        () -> fast.createGrant(StateTable.grant(key)),
        ErrorCode.LIMIT_EXCEEDED,
        () -> slow.createGrant(StateTable.grant(key)));
    assertThat(fast.listGrants(ListGrants.Request.of(key)).grants()).hasSize(2);
    assertThat(fixture.store().count(RecordKind.REQUEST, "")).isEqualTo(1);

    fast.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key).withPendingWindowInDays(7));
    fixture.use(Duration.ofDays(9));

    assertThat(fixture.stored(key)).isEmpty();
    assertThat(fixture.store().count(RecordKind.REQUEST, "")).isZero();
  }

  private int keyStores() {
    return fast.describeCustomKeyStores(DescribeCustomKeyStores.Request.of())
        .customKeyStores()
        .size();
  }

  @Test
  void keyStoreNameOrCluster_wantedByTwo_isGivenOnce() {
    overtakenAndRefused(
        RecordKind.KEY_STORE,
        () ->
            fast.createCustomKeyStore(
                KeyStores.request("hsm").withCloudHsmClusterId(OTHER_CLUSTER)),
        ErrorCode.CUSTOM_KEY_STORE_NAME_IN_USE,
        () -> slow.createCustomKeyStore(KeyStores.request("hsm")));
    assertThat(keyStores()).isEqualTo(1);
    overtakenAndRefused(
        RecordKind.KEY_STORE,
        () -> fast.createCustomKeyStore(KeyStores.request("one")),
        ErrorCode.LIMIT_EXCEEDED,
        () -> slow.createCustomKeyStore(KeyStores.request("two")));
    assertThat(keyStores()).isEqualTo(2);
  }

  @Test
  void keyStore_renamedToANameThatAnotherTakesMeanwhile_isRefused() {
    String id = fast.createCustomKeyStore(KeyStores.request("hsm")).customKeyStoreId();
    overtakenAndRefused(
        RecordKind.KEY_STORE,
        () ->
            fast.createCustomKeyStore(
                KeyStores.request("token").withCloudHsmClusterId(OTHER_CLUSTER)),
        ErrorCode.CUSTOM_KEY_STORE_NAME_IN_USE,
        () ->
            slow.updateCustomKeyStore(
                UpdateCustomKeyStore.Request.of(id).withNewCustomKeyStoreName("token")));
  }
}
