package dev.keyward.embedded.store;

import static dev.keyward.embedded.store.Stores.commit;
import static dev.keyward.embedded.store.Stores.key;
import static dev.keyward.embedded.store.Stores.open;
import static dev.keyward.embedded.store.Stores.put;
import static dev.keyward.embedded.store.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.embedded.store.Change.Delete;
import dev.keyward.embedded.store.StoreMaintenance.Shredded;
import dev.keyward.failure.StoreDamagedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Epochs of the ring, and what they are for: what was deleted is gone. */
class StoreShreddingTest {
  private static final int RECORDS = 250;

  @TempDir Path home;

  @Test
  void shred_afterADeletion_sealedContentInNoFile() throws IOException {
    byte[] sealed;
    try (SqlRecordStore store = open(home)) {
      fill(store);
      commit(store, material("doomed", "material that must go"));
      sealed = sealed("doomed");
      assertThat(filesHolding(sealed)).as("the search finds what is there").isNotEmpty();
      commit(store, new Delete(materialId("doomed"), 1));

      Shredded shredded = store.maintenance().shred();

      assertThat(shredded.renewed()).isEqualTo(RECORDS);
      assertThat(shredded.epoch()).isEqualTo(2);
      assertThat(filesHolding(sealed)).isEmpty();
      assertThat(filesHolding(materialId("doomed").id().getBytes(StandardCharsets.UTF_8)))
          .as("the commits that made and deleted it are among those that stay for a while")
          .isNotEmpty();
      checkContents(store);
    }
  }

  @Test
  void shred_earlierCopyOfTheDatabase_opensNothingWithTheNewRing() throws IOException {
    try (SqlRecordStore store = open(home)) {
      fill(store);
      commit(store, material("doomed", "material that must go"));
    }
    Path copy = home.resolve("copy");
    Stores.copy(home.resolve("store"), copy.resolve("store"));
    Stores.copy(home.resolve("root"), copy.resolve("root"));
    try (SqlRecordStore stolen = open(copy)) {
      assertThat(stolen.read(materialId("doomed"))).as("before").isPresent();
    }
    try (SqlRecordStore store = open(home)) {
      commit(store, new Delete(materialId("doomed"), 1));
      store.maintenance().shred();
    }
    Files.write(ring(copy), Files.readAllBytes(ring(home)));
    try (SqlRecordStore stolen = open(copy)) {
      assertThatThrownBy(() -> stolen.read(materialId("doomed")))
          .isInstanceOf(StoreDamagedException.class)
          .hasMessageContaining("epoch 1");
    }
  }

  @Test
  void open_ringFromBeforeTheEpoch_refusesToReadAndToWrite() throws IOException {
    byte[] earlier;
    try (SqlRecordStore store = open(home)) {
      fill(store);
      earlier = Files.readAllBytes(ring(home));
      store.maintenance().shred();
    }
    Files.write(ring(home), earlier);
    try (SqlRecordStore store = open(home)) {
      assertThatThrownBy(() -> text(store, "k1")).isInstanceOf(StoreDamagedException.class);
      assertThatThrownBy(() -> commit(store, put("new", 0, "1")))
          .isInstanceOf(StoreDamagedException.class)
          .hasMessageContaining("does not fit");
    }
  }

  @Test
  void store_openWhileAnotherShreds_readsWritesAndVerifiesOn() {
    try (SqlRecordStore one = open(home);
        SqlRecordStore other = open(home)) {
      fill(one);
      assertThat(text(other, "k1")).isEqualTo("content 1");
      one.maintenance().shred();
      commit(other, put("k1", 1, "written under the new epoch"));
      assertThat(text(one, "k1")).isEqualTo("written under the new epoch");
      other.maintenance().shred();
      assertThat(one.scan(RecordKind.KEY, "", Optional.empty(), 1000)).hasSize(RECORDS);
      one.maintenance().shred();
      assertThat(other.verify().records()).isEqualTo(RECORDS);
      assertThat(other.maintenance().resume()).as("nothing was cut off").isEmpty();
    }
  }

  @Test
  void renew_versionsAndSubscribers_undisturbed() {
    try (SqlRecordStore store = open(home);
        SqlRecordStore other = open(home)) {
      fill(store);
      StoredRecord before = store.read(key("k7")).orElseThrow();
      other.pollChanges();
      store.maintenance().addEpoch();
      assertThat(store.maintenance().renew()).isEqualTo(RECORDS);
      assertThat(store.maintenance().renew()).as("nothing left").isZero();
      assertThat(other.pollChanges()).isEmpty();
      assertThat(other.read(key("k7")).orElseThrow().version()).isEqualTo(before.version());
      commit(other, put("k7", before.version(), "next"));
      assertThat(other.pollChanges()).containsExactly(key("k7"));
    }
  }

  @Test
  void shred_cutOffAtAnyStep_resumedWithoutLoss() {
    int steps = 0;
    try (SqlRecordStore store = open(home)) {
      fill(store);
      for (boolean cut = true; cut; steps++) {
        StepCounter counter = new StepCounter(steps);
        cut = counter.cutsOff(() -> store.maintenance().telling(counter).shred());
        try (SqlRecordStore other = open(home)) {
          checkContents(other);
          other.maintenance().resume();
          checkContents(other);
          assertThat(other.maintenance().resume()).as("finished").isEmpty();
        }
        checkContents(store);
      }
    }
    assertThat(steps).isGreaterThan(20);
  }

  @Test
  void prune_afterAPass_chainShortAndStillComplete() {
    try (SqlRecordStore store = open(home)) {
      fill(store);
      for (int i = 0; i < 300; i++) {
        commit(store, put("k0", 1 + i, "content 0"));
      }
      long commits = store.verify().commits();
      assertThat(store.maintenance().prune(10))
          .as("only what was before the oldest record")
          .isEqualTo(2);
      store.maintenance().addEpoch();
      store.maintenance().renew();
      assertThat(store.maintenance().prune(5)).isBetween(commits - 10, commits + 10);
      assertThat(store.maintenance().prune(5)).isLessThanOrEqualTo(1);
      assertThat(store.verify().records()).isEqualTo(RECORDS);
      checkContents(store);
    }
    try (SqlRecordStore store = open(home)) {
      checkContents(store);
    }
  }

  @Test
  void poll_afterItsPlaceWasPruned_anyRecordNamedAndCommitsGoOn() {
    try (SqlRecordStore store = open(home);
        SqlRecordStore idle = open(home)) {
      idle.pollChanges();
      fill(store);
      store.maintenance().addEpoch();
      store.maintenance().renew();
      assertThat(store.maintenance().prune(1)).isPositive();
      Set<RecordId> changed = idle.pollChanges();
      assertThat(changed).contains(RecordStore.ANY);
      commit(idle, put("later", 0, "1"));
      assertThat(idle.pollChanges()).containsExactly(key("later"));
      assertThat(store.verify().records()).isEqualTo(RECORDS + 1);
    }
  }

  @Test
  void verify_prunedChainShortenedByAnotherHand_noticed() {
    try (SqlRecordStore store = open(home)) {
      fill(store);
      store.maintenance().addEpoch();
      store.maintenance().renew();
      store.maintenance().prune(1);
    }
    Stores.sql(home, "delete from chain where seq = (select min(seq) from chain)");
    try (SqlRecordStore store = open(home)) {
      assertThatThrownBy(store::verify).isInstanceOf(StoreDamagedException.class);
    }
  }

  @Test
  void open_pruned_rolledBackToBeforeThePruning_refused() throws IOException {
    try (SqlRecordStore store = open(home)) {
      fill(store);
    }
    Path copy = home.resolve("copy");
    Stores.copy(home.resolve("store"), copy);
    try (SqlRecordStore store = open(home)) {
      store.maintenance().addEpoch();
      store.maintenance().renew();
      store.maintenance().prune(1);
    }
    Files.copy(
        copy.resolve("keyward.db"), Stores.database(home), StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> open(home))
        .isInstanceOf(StoreDamagedException.class)
        .hasMessageContaining("older copy");
  }

  private static void fill(SqlRecordStore store) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      changes.add(put("k" + i, 0, "content " + i));
    }
    commit(store, changes.get(0));
    store.commit(changes.subList(1, RECORDS));
  }

  private static void checkContents(SqlRecordStore store) {
    for (int i = 0; i < RECORDS; i++) {
      assertThat(text(store, "k" + i)).isEqualTo("content " + i);
    }
    assertThat(store.verify().records()).isEqualTo(RECORDS);
  }

  private static Path ring(Path home) {
    return home.resolve("store").resolve("ring");
  }

  private static RecordId materialId(String id) {
    return new RecordId(RecordKind.MATERIAL, id);
  }

  private static Change material(String id, String content) {
    return new Change.Put(
        materialId(id), Optional.of("k1"), 0, content.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] sealed(String id) {
    return Stores.bytes(home, "select sealed from records where id = '" + id + "'");
  }

  private List<Path> filesHolding(byte[] bytes) throws IOException {
    String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
    List<Path> holding = new ArrayList<>();
    try (var files = Files.list(home.resolve("store"))) {
      for (Path file : files.toList()) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (content.contains(wanted)) {
          holding.add(file);
        }
      }
    }
    return holding;
  }
}
