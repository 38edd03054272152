package dev.keyward.embedded.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.SqlRecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastUsageTest {
  private static final String KEY = "111122223333/eu-west-1/1234abcd";
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456789Z");

  @TempDir private Path home;
  private SqlRecordStore store;
  private final LastUsage usage = new LastUsage();

  @BeforeEach
  void openStore() {
    store = StoreDirectory.open(StoreSettings.inHome(home));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private static KeyUse use(String operation, long second) {
    return new KeyUse(
        operation, NOON.plusSeconds(second), "event-" + second, "request", "arn:aws:iam::1:role/a");
  }

  @Test
  void find_neverUsed_isEmpty() {
    assertThat(usage.find(store, KEY)).isEmpty();
    assertThat(usage.flush(store)).isZero();
  }

  @Test
  void record_withoutFlush_isFoundAndNotStored() {
    usage.record(KEY, use("Decrypt", 0));
    assertThat(usage.find(store, KEY)).contains(use("Decrypt", 0));
    assertThat(store.count(RecordKind.USAGE, "")).isZero();
  }

  @Test
  void flush_recorded_isFoundByOthersWithEverything() {
    usage.record(KEY, use("Decrypt", 0));
    assertThat(usage.flush(store)).isEqualTo(1);
    assertThat(new LastUsage().find(store, KEY)).contains(use("Decrypt", 0));
    assertThat(usage.flush(store)).as("nothing new").isZero();
    assertThat(usage.find(store, KEY)).contains(use("Decrypt", 0));
  }

  @Test
  void record_earlierUse_changesNothing() {
    usage.record(KEY, use("Decrypt", 5));
    usage.record(KEY, use("Encrypt", 4));
    assertThat(usage.find(store, KEY)).contains(use("Decrypt", 5));
  }

  @Test
  void flush_ofTwoProcesses_laterWins() {
    LastUsage other = new LastUsage();
    usage.record(KEY, use("Decrypt", 5));
    other.record(KEY, use("Encrypt", 9));
    other.flush(store);
    usage.flush(store);
    assertThat(usage.find(store, KEY)).contains(use("Encrypt", 9));
    usage.record(KEY, use("Sign", 7));
    assertThat(usage.find(store, KEY)).contains(use("Encrypt", 9));
    usage.record(KEY, use("Verify", 10));
    assertThat(usage.find(store, KEY)).contains(use("Verify", 10));
  }

  @Test
  void flush_manyProcessesAtOnce_losesNothingLater() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int process = 0; process < 4; process++) {
      int offset = process;
      tasks.add(
          () -> {
            LastUsage own = new LastUsage();
            for (int round = 0; round < 10; round++) {
              for (int key = 0; key < 5; key++) {
                own.record(KEY + key, use("Decrypt", round * 4L + offset));
              }
              own.flush(store);
            }
            return null;
          });
    }
    for (Future<Void> task : pool.invokeAll(tasks)) {
      task.get();
    }
    pool.shutdown();
    for (int key = 0; key < 5; key++) {
      assertThat(usage.find(store, KEY + key)).contains(use("Decrypt", 39));
    }
  }

  @Test
  void flush_storeFails_keepsWhatWasRemembered() {
    usage.record(KEY, use("Decrypt", 0));
    store.close();
    assertThatThrownBy(() -> usage.flush(store)).isInstanceOf(RuntimeException.class);
    try (SqlRecordStore again = StoreDirectory.open(StoreSettings.inHome(home))) {
      assertThat(usage.flush(again)).isEqualTo(1);
    }
  }

  @Test
  void removal_storedUse_isDeletedWithTheKey() {
    usage.record(KEY, use("Decrypt", 0));
    assertThat(usage.removal(store, KEY)).isEmpty();
    usage.record(KEY, use("Decrypt", 0));
    usage.flush(store);
    Change removal = usage.removal(store, KEY).orElseThrow();
    store.commit(List.of(removal));
    assertThat(usage.find(store, KEY)).isEmpty();
  }

  @Test
  void record_moreKeysThanRemembered_saysSoAndRemembersKnownOnes() {
    for (int i = 0; i < LastUsage.MAX_REMEMBERED; i++) {
      assertThat(usage.record("k" + i, use("Decrypt", 0))).isTrue();
    }
    assertThat(usage.record("one more", use("Decrypt", 0))).isFalse();
    assertThat(usage.record("k0", use("Decrypt", 1))).isTrue();
  }
}
