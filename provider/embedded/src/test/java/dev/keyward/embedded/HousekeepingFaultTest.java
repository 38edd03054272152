package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.ReplicateKey;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What falls due while something is wrong. */
class HousekeepingFaultTest {
  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** An engine whose store tells of every call before it is made. */
  private EmbeddedKms open(BiConsumer<Method, Object[]> before) {
    return fixture.open(
        real ->
            (RecordStore)
                Proxy.newProxyInstance(
                    RecordStore.class.getClassLoader(),
                    new Class<?>[] {RecordStore.class},
                    (proxy, method, arguments) -> {
                      before.accept(method, arguments);
                      try {
                        return method.invoke(real, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }));
  }

  @Test
  void call_housekeepingHitsFault_isAnsweredAllTheSame() {
    AtomicBoolean broken = new AtomicBoolean();
    try (EmbeddedKms kms =
        open(
            (method, arguments) -> {
              if (broken.get()
                  && method.getName().equals("scan")
                  && arguments[0] == RecordKind.DUE) {
                throw new IllegalStateException("a fault nobody foresaw");
              }
            })) {
      String key = symmetric(kms);
      broken.set(true);
      fixture.advance(Duration.ofMinutes(5));
      DescribeKey.Response answer = kms.describeKey(DescribeKey.Request.of(key));
      assertThat(answer.keyMetadata().arn()).isEqualTo(key);
    }
  }

  @Test
  void deletion_scheduledAgainAfterClockWasAhead_fallsDueAgain() {
    EmbeddedKms kms = fixture.kms();
    String key = symmetric(kms);
    kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key));
    fixture.advance(Duration.ofDays(400));
    kms.listKeys(new ListKeys.Request(null, null));
    fixture.advance(Duration.ofDays(-400));
    kms.cancelKeyDeletion(CancelKeyDeletion.Request.of(key));
    kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key));
    assertThat(kms.describeKey(DescribeKey.Request.of(key)).keyMetadata().keyState())
        .isEqualTo(KeyState.PENDING_DELETION);
    try (RecordStore store = StoreDirectory.open(StoreSettings.inHome(home))) {
      assertThat(store.scan(RecordKind.DUE, "", Optional.empty(), 10)).hasSize(1);
    }
  }

  @Test
  void encrypt_replicaOverdueWhilePrimaryIsDisabled_readsNothing() {
    AtomicInteger reads = new AtomicInteger();
    try (EmbeddedKms kms =
        open(
            (method, arguments) -> {
              if (method.getName().equals("read")) {
                reads.incrementAndGet();
              }
            })) {
      String primary = multiRegion(kms);
      EmbeddedKms there = kms.as(kms.caller().in("eu-central-1"));
      Encrypt.Request request =
          Encrypt.Request.of(primary.replace("eu-west-1", "eu-central-1"), new byte[1]);
      fixture.advance(Duration.ofDays(366));
      there.encrypt(request);
      reads.set(0);
      for (int i = 0; i < 100; i++) {
        there.encrypt(request);
      }
      assertThat(reads.get()).isLessThan(10);
    }
  }

  /** A primary key with a replica in eu-central-1, to be rotated in a year, disabled. */
  private static String multiRegion(EmbeddedKms kms) {
    CreateKey.Request request =
        CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
            .withMultiRegion(true);
    String primary = kms.createKey(request).keyMetadata().arn();
    kms.enableKeyRotation(EnableKeyRotation.Request.of(primary));
    kms.replicateKey(ReplicateKey.Request.of(primary, "eu-central-1"));
    kms.disableKey(DisableKey.Request.of(primary));
    return primary;
  }
}
