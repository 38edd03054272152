package dev.keyward.embedded.store;

import static dev.keyward.embedded.store.Stores.commit;
import static dev.keyward.embedded.store.Stores.key;
import static dev.keyward.embedded.store.Stores.open;
import static dev.keyward.embedded.store.Stores.put;
import static dev.keyward.embedded.store.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.embedded.store.Change.Delete;
import dev.keyward.embedded.store.Change.Put;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.secret.SecretBytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlRecordStoreTest {
  @Test
  void count_recordsMadeChangedAndDeletedByAnyone_followsThem(@TempDir Path shared) {
    Random random = new Random(20261122L);
    Set<String> there = new TreeSet<>();
    try (SqlRecordStore one = open(shared);
        SqlRecordStore other = open(shared)) {
      for (int round = 0; round < 200; round++) {
        SqlRecordStore writer = random.nextBoolean() ? one : other;
        String id = (random.nextBoolean() ? "a/" : "b/") + random.nextInt(12);
        Optional<StoredRecord> now = writer.read(key(id));
        if (now.isPresent() && random.nextInt(3) > 0) {
          commit(writer, new Change.Delete(key(id), now.get().version()));
          there.remove(id);
        } else {
          commit(writer, put(id, now.map(StoredRecord::version).orElse(0L), "x"));
          there.add(id);
        }
        if (round % 50 == 49) {
          one.maintenance().addEpoch();
          one.maintenance().renew();
          one.maintenance().prune(1 + random.nextInt(5));
        }
        long a = there.stream().filter(name -> name.startsWith("a/")).count();
        assertThat(one.count(RecordKind.KEY, "a/")).as("round %d", round).isEqualTo(a);
        assertThat(one.count(RecordKind.KEY, "")).as("round %d", round).isEqualTo(there.size());
        if (round % 7 == 0) {
          assertThat(other.count(RecordKind.KEY, "a/")).as("round %d", round).isEqualTo(a);
        }
      }
      assertThat(one.count(RecordKind.ALIAS, "")).isZero();
    }
  }

  @TempDir Path home;

  @Test
  void commit_readAgainAfterReopening_sameRecord() {
    String id;
    try (SqlRecordStore store = open(home)) {
      id = store.storeId();
      store.commit(
          List.of(
              new Put(
                  new RecordId(RecordKind.ALIAS, "ali\u00e4s/\ud83d\ude00"),
                  Optional.of("owner"),
                  0,
                  new byte[] {1, 2, 3})));
    }
    try (SqlRecordStore store = open(home)) {
      StoredRecord record =
          store.read(new RecordId(RecordKind.ALIAS, "ali\u00e4s/\ud83d\ude00")).orElseThrow();
      assertThat(store.storeId()).isEqualTo(id).matches("[0-9a-f]{32}");
      assertThat(record.content()).containsExactly(1, 2, 3);
      assertThat(record.parent()).contains("owner");
      assertThat(record.version()).isEqualTo(1);
    }
  }

  @Test
  void commit_emptyContent_isKept() {
    try (SqlRecordStore store = open(home)) {
      commit(store, put("empty", 0, ""));
      assertThat(text(store, "empty")).isEmpty();
    }
  }

  @Test
  void commit_putDeleteAndMakeAgain_versionsStartOver() {
    try (SqlRecordStore store = open(home)) {
      commit(store, put("k", 0, "one"));
      commit(store, put("k", 1, "two"));
      assertThat(store.read(key("k")).orElseThrow().version()).isEqualTo(2);
      commit(store, new Delete(key("k"), 2));
      assertThat(store.read(key("k"))).isEmpty();
      commit(store, put("k", 0, "three"));
      assertThat(store.read(key("k")).orElseThrow().version()).isEqualTo(1);
      assertThat(text(store, "k")).isEqualTo("three");
      assertThat(store.verify()).isEqualTo(new SqlRecordStore.Verified(5, 1));
    }
  }

  @Test
  void commit_requiredRecordIsAnotherVersion_changesNothing() {
    try (SqlRecordStore store = open(home)) {
      commit(store, put("a", 0, "a1"));
      assertThatThrownBy(() -> commit(store, put("b", 0, "b1"), new Change.Require(key("a"), 2)))
          .isInstanceOfSatisfying(
              StoreConflictException.class, e -> assertThat(e.record()).isEqualTo(key("a")));
      assertThat(store.read(key("b"))).isEmpty();
      commit(store, put("b", 0, "b1"), new Change.Require(key("a"), 1));
      commit(store, put("c", 0, "c1"), new Change.Require(key("none"), 0));
      assertThat(store.read(key("a")).orElseThrow().version()).isEqualTo(1);
      assertThat(store.verify()).isEqualTo(new SqlRecordStore.Verified(4, 3));
    }
  }

  @Test
  void commit_oneOfThreeInConflict_changesNothing() {
    try (SqlRecordStore store = open(home)) {
      commit(store, put("a", 0, "a1"), put("b", 0, "b1"));
      assertThatThrownBy(
              () -> commit(store, put("a", 1, "a2"), put("c", 0, "c1"), put("b", 7, "b2")))
          .isInstanceOfSatisfying(
              StoreConflictException.class, e -> assertThat(e.record()).isEqualTo(key("b")));
      assertThat(text(store, "a")).isEqualTo("a1");
      assertThat(store.read(key("c"))).isEmpty();
      assertThat(store.verify()).isEqualTo(new SqlRecordStore.Verified(2, 2));
    }
  }

  @Test
  void commit_makingWhatExistsOrDeletingWhatDoesNot_isConflict() {
    try (SqlRecordStore store = open(home)) {
      commit(store, put("a", 0, "a1"));
      assertThatThrownBy(() -> commit(store, put("a", 0, "again")))
          .isInstanceOf(StoreConflictException.class);
      assertThatThrownBy(() -> commit(store, new Delete(key("never"), 1)))
          .isInstanceOf(StoreConflictException.class);
    }
  }

  @Test
  void commit_impossibleChanges_areRefused() {
    try (SqlRecordStore store = open(home)) {
      assertThatThrownBy(() -> store.commit(List.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> commit(store, put("a", 0, "1"), put("a", 0, "2")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> commit(store, new Delete(key("a"), 0)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> commit(store, put("lone \ud800", 0, "1")))
          .isInstanceOf(IllegalArgumentException.class);
      byte[] tooLong = new byte[SqlRecordStore.MAX_CONTENT_BYTES + 1];
      assertThatThrownBy(() -> commit(store, new Put(key("a"), Optional.empty(), 0, tooLong)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(store.count(RecordKind.KEY, "")).isZero();
    }
  }

  @Test
  void scan_prefixAndPages_orderedByCodePoint() {
    // UTF-16 order would put the emoji before U+FF5E.
    List<String> ordered = List.of("p", "p/a", "p/b", "p/\uff5e", "p/\ud83d\ude00", "q");
    try (SqlRecordStore store = open(home)) {
      for (String id : List.of("q", "p/\ud83d\ude00", "p/b", "p", "p/\uff5e", "p/a")) {
        commit(store, put(id, 0, id));
      }
      assertThat(pages(store, "", 2)).isEqualTo(ordered);
      assertThat(pages(store, "p/", 3)).isEqualTo(ordered.subList(1, 5));
      assertThat(pages(store, "p/\uff5e", 1)).containsExactly("p/\uff5e");
      assertThat(store.count(RecordKind.KEY, "p/")).isEqualTo(4);
      assertThat(store.count(RecordKind.ALIAS, "")).isZero();
    }
  }

  @Test
  void prefixRange_lastCodePoint_carries() {
    String last = new String(Character.toChars(Character.MAX_CODE_POINT));
    assertThat(PrefixRange.end("a" + last)).contains("b");
    assertThat(PrefixRange.end(last)).isEmpty();
    assertThat(PrefixRange.end("\ud7ff")).contains("\ue000");
  }

  @Test
  void children_ofOneParent_inPages() {
    try (SqlRecordStore store = open(home)) {
      for (int i = 0; i < 5; i++) {
        store.commit(
            List.of(
                new Put(
                    new RecordId(RecordKind.MATERIAL, "k/" + i),
                    Optional.of("k"),
                    0,
                    new byte[] {(byte) i}),
                new Put(
                    new RecordId(RecordKind.MATERIAL, "x/" + i),
                    Optional.of("x"),
                    0,
                    new byte[] {9})));
      }
      var first = store.children(RecordKind.MATERIAL, "k", Optional.empty(), 3);
      var rest = store.children(RecordKind.MATERIAL, "k", Optional.of("k/2"), 3);
      assertThat(first).extracting(r -> r.id().id()).containsExactly("k/0", "k/1", "k/2");
      assertThat(rest).extracting(r -> r.id().id()).containsExactly("k/3", "k/4");
      assertThat(store.children(RecordKind.ALIAS, "k", Optional.empty(), 3)).isEmpty();
    }
  }

  @Test
  void secretFor_purposes_sameAgainAndDifferentFromEachOther() {
    byte[] first;
    try (SqlRecordStore store = open(home);
        SecretBytes tokens = store.secretFor("tokens");
        SecretBytes audit = store.secretFor("audit")) {
      first = tokens.read(byte[]::clone);
      assertThat(first).hasSize(32).isNotEqualTo(audit.read(byte[]::clone));
    }
    try (SqlRecordStore store = open(home);
        SecretBytes tokens = store.secretFor("tokens")) {
      assertThat(tokens.read(byte[]::clone)).isEqualTo(first);
    }
  }

  @Test
  void pollChanges_ownAndOthersCommits_named() {
    try (SqlRecordStore one = open(home);
        SqlRecordStore two = open(home)) {
      assertThat(one.pollChanges()).isEmpty();
      commit(one, put("mine", 0, "1"));
      commit(two, put("yours", 0, "1"), put("both", 0, "1"));
      assertThat(one.pollChanges())
          .containsExactlyInAnyOrder(key("mine"), key("yours"), key("both"));
      assertThat(one.pollChanges()).isEmpty();
      commit(two, new Delete(key("both"), 1));
      assertThat(one.pollChanges()).containsExactly(key("both"));
      assertThat(two.pollChanges()).hasSize(3);
    }
  }

  @Test
  void commit_twoInstancesAndEightThreads_noIncrementLost() throws Exception {
    int increments = 25;
    try (SqlRecordStore one = open(home);
        SqlRecordStore two = open(home)) {
      commit(one, put("counter", 0, "0"));
      CyclicBarrier start = new CyclicBarrier(8);
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        RecordStore store = thread % 2 == 0 ? one : two;
        tasks.add(
            () -> {
              start.await();
              return Counters.increment(store, "counter", increments);
            });
      }
      int conflicts = 0;
      ExecutorService pool = Executors.newFixedThreadPool(8);
      try {
        for (Future<Integer> task : pool.invokeAll(tasks)) {
          conflicts += task.get();
        }
      } finally {
        pool.shutdownNow();
      }
      assertThat(text(two, "counter")).isEqualTo(String.valueOf(8 * increments));
      assertThat(conflicts).as("the threads did get in each other's way").isPositive();
      assertThat(one.verify().commits()).isEqualTo(2 + 8 * increments);
    }
  }

  @Test
  void commit_staleVersionInSecondInstance_isConflict() {
    try (SqlRecordStore one = open(home);
        SqlRecordStore two = open(home)) {
      commit(one, put("a", 0, "1"));
      commit(two, put("a", 1, "2"));
      assertThatThrownBy(() -> commit(one, put("a", 1, "3")))
          .isInstanceOf(StoreConflictException.class);
      assertThat(text(one, "a")).isEqualTo("2");
    }
  }

  @Test
  void close_twice_laterCallsRefused() {
    SqlRecordStore store = open(home);
    store.close();
    store.close();
    assertThatThrownBy(() -> store.read(key("a"))).isInstanceOf(BackendUnavailableException.class);
    assertThatThrownBy(() -> commit(store, put("a", 0, "1")))
        .isInstanceOf(BackendUnavailableException.class);
    assertThatThrownBy(store::pollChanges).isInstanceOf(BackendUnavailableException.class);
  }

  @Test
  void calls_threadInterrupted_workAndKeepTheFlag() {
    Thread.currentThread().interrupt();
    try (SqlRecordStore store = open(home)) {
      commit(store, put("a", 0, "1"));
      assertThat(text(store, "a")).isEqualTo("1");
      assertThat(store.pollChanges()).containsExactly(key("a"));
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void calls_interruptedAllTheTime_noneFails() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    Set<Thread> workers = ConcurrentHashMap.newKeySet();
    try (SqlRecordStore store = open(home)) {
      List<Future<Integer>> tasks = new ArrayList<>();
      for (String id : List.of("a", "b")) {
        tasks.add(pool.submit(() -> changeWhileInterrupted(store, id, workers)));
      }
      while (!tasks.get(0).isDone() || !tasks.get(1).isDone()) {
        workers.forEach(Thread::interrupt);
        Thread.onSpinWait();
      }
      for (Future<Integer> task : tasks) {
        assertThat(task.get()).as("interrupts that were kept").isPositive();
      }
      assertThat(store.verify()).isEqualTo(new SqlRecordStore.Verified(101, 2));
    } finally {
      pool.shutdownNow();
    }
  }

  private static int changeWhileInterrupted(RecordStore store, String id, Set<Thread> workers) {
    workers.add(Thread.currentThread());
    int kept = 0;
    try {
      for (int i = 0; i < 50; i++) {
        commit(store, put(id, i, "value " + i));
        assertThat(text(store, id)).isEqualTo("value " + i);
        store.pollChanges();
        kept += Thread.interrupted() ? 1 : 0;
      }
      return kept;
    } finally {
      workers.remove(Thread.currentThread());
    }
  }

  private static List<String> pages(RecordStore store, String prefix, int size) {
    List<String> ids = new ArrayList<>();
    Optional<String> after = Optional.empty();
    while (true) {
      List<StoredRecord> page = store.scan(RecordKind.KEY, prefix, after, size);
      page.forEach(record -> ids.add(record.id().id()));
      if (page.size() < size) {
        return ids;
      }
      after = Optional.of(ids.get(ids.size() - 1));
    }
  }
}
