package dev.keyward.embedded.store;

import static dev.keyward.embedded.store.Stores.commit;
import static dev.keyward.embedded.store.Stores.open;
import static dev.keyward.embedded.store.Stores.put;
import static dev.keyward.embedded.store.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.embedded.root.RootKeySource;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.failure.StoreSealedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another root key, and a process that dies while it takes over. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RootRotationTest {
  private static final int RECORDS = 20;

  @TempDir Path directory;
  private Path home;

  @BeforeEach
  void fill() {
    home = directory.resolve("home");
    try (SqlRecordStore store = open(home)) {
      for (int i = 0; i < RECORDS; i++) {
        commit(store, put("k" + i, 0, "content " + i));
      }
    }
  }

  @Test
  void rotateRoot_inPlace_newKeyOpensAndOldOneDoesNot() throws IOException {
    byte[] old = Files.readAllBytes(rootKey());
    try (SqlRecordStore store = open(home)) {
      store.maintenance().rotateRoot();
      checkContents(store);
      store.maintenance().rotateRoot();
      commit(store, put("after", 0, "1"));
    }
    checkOpens();
    assertThat(Files.readAllBytes(rootKey())).hasSize(32).isNotEqualTo(old);
    try (var files = Files.list(home.resolve("root"))) {
      assertThat(files).containsExactly(rootKey());
    }
    Files.write(rootKey(), old);
    assertThatThrownBy(() -> open(home))
        .isInstanceOf(StoreSealedException.class)
        .hasMessageStartingWith("SEALED: wrong root key");
  }

  @Test
  void rotateRoot_toAnotherFile_oldFileGoneAndItsContentUseless() throws IOException {
    byte[] old = Files.readAllBytes(rootKey());
    Path before = rootKey();
    try (SqlRecordStore store = open(home)) {
      store.maintenance().rotateRoot(source("new.key"));
      store.maintenance().shred();
      checkContents(store);
    }
    assertThat(before).doesNotExist();
    assertThatThrownBy(() -> open(home)).isInstanceOf(StoreSealedException.class);
    Files.write(before, old);
    assertThatThrownBy(() -> open(home)).isInstanceOf(StoreSealedException.class);
    try (SqlRecordStore store = StoreDirectory.open(withRoot("new.key"))) {
      checkContents(store);
      assertThatThrownBy(() -> store.maintenance().rotateRoot(source("new.key")))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void rotateRoot_storeOpenElsewhere_readsItsRingAgain() {
    try (SqlRecordStore one = open(home);
        SqlRecordStore other = open(home)) {
      one.maintenance().rotateRoot();
      one.maintenance().shred();
      checkContents(other);
      other.maintenance().rotateRoot();
      commit(one, put("more", 0, "1"));
      assertThat(text(other, "more")).isEqualTo("1");
    }
  }

  @Test
  void rotateRoot_cutOffAtAnyStep_opensWithOldOrNewRoot() throws IOException {
    int points = cutOffEverywhere(false) + cutOffEverywhere(true);
    System.out.println("root rotation: cut off at " + points + " points");
    assertThat(points).isGreaterThanOrEqualTo(50);
  }

  @Test
  @Tag("nightly")
  void rotateRoot_processHaltedAtAnyStep_opensWithOldOrNewRoot() throws Exception {
    int points = haltEverywhere("same") + haltEverywhere("other.key");
    System.out.println("root rotation: halted at " + points + " points");
    assertThat(points).isGreaterThanOrEqualTo(50);
  }

  private int haltEverywhere(String root) throws Exception {
    int points = 0;
    for (boolean died = true; died; points++) {
      Path copy = copyOfHome(points);
      Path log = Files.createTempFile(directory, "worker", ".log");
      String setting = root.equals("same") ? root : rootSetting(root);
      Process worker =
          StoreWorker.start(log, "rotate", copy.toString(), setting, String.valueOf(points));
      assertThat(worker.waitFor(1, TimeUnit.MINUTES)).isTrue();
      died = worker.exitValue() == StoreWorker.HALTED;
      assertThat(died || worker.exitValue() == 0).as(Files.readString(log)).isTrue();
      checkOpensWithEither(copy, root, "point " + points);
      Stores.delete(copy);
      Files.deleteIfExists(directory.resolve("roots").resolve(root));
    }
    return points - 1;
  }

  private int cutOffEverywhere(boolean toAnotherFile) throws IOException {
    int points = 0;
    for (boolean cut = true; cut; points++) {
      Path copy = copyOfHome(points);
      StepCounter counter = new StepCounter(points);
      try (SqlRecordStore store = open(copy)) {
        StoreMaintenance maintenance = store.maintenance().telling(counter);
        cut =
            counter.cutsOff(
                () -> {
                  if (toAnotherFile) {
                    maintenance.rotateRoot(source("other.key"));
                  } else {
                    maintenance.rotateRoot();
                  }
                });
      }
      checkOpensWithEither(copy, toAnotherFile ? "other.key" : "same", "point " + points);
      Stores.delete(copy);
      Files.deleteIfExists(directory.resolve("roots").resolve("other.key"));
    }
    return points - 1;
  }

  /** Whatever is left, the store opens and the rotation can be done again, to its end. */
  private void checkOpensWithEither(Path copy, String root, String point) {
    StoreSettings same = StoreSettings.inHome(copy);
    StoreSettings other = same.withRootKey(rootSetting(root));
    SqlRecordStore opened;
    try {
      opened = StoreDirectory.open(same);
    } catch (StoreSealedException e) {
      assertThat(root).as(point).isNotEqualTo("same");
      opened = StoreDirectory.open(other);
    }
    try (SqlRecordStore store = opened) {
      checkContents(store);
      store.maintenance().resume();
      store.maintenance().rotateRoot();
      commit(store, put("after", 0, "1"));
      checkContents(store);
    }
  }

  private Path copyOfHome(int number) throws IOException {
    Path copy = directory.resolve("copy" + number);
    Stores.copy(home, copy);
    return copy;
  }

  private String rootSetting(String name) {
    return "file:" + directory.resolve("roots").resolve(name);
  }

  private RootKeySource source(String name) {
    return RootKeySource.parse(rootSetting(name), directory);
  }

  private StoreSettings withRoot(String name) {
    return StoreSettings.inHome(home).withRootKey(rootSetting(name));
  }

  private void checkOpens() {
    try (SqlRecordStore store = open(home)) {
      checkContents(store);
    }
  }

  private static void checkContents(SqlRecordStore store) {
    for (int i = 0; i < RECORDS; i++) {
      assertThat(text(store, "k" + i)).isEqualTo("content " + i);
    }
  }

  private Path rootKey() throws IOException {
    try (var keys = Files.list(home.resolve("root"))) {
      return keys.findFirst().orElseThrow();
    }
  }
}
