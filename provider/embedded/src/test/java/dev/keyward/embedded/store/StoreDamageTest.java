package dev.keyward.embedded.store;

import static dev.keyward.embedded.store.Stores.commit;
import static dev.keyward.embedded.store.Stores.key;
import static dev.keyward.embedded.store.Stores.open;
import static dev.keyward.embedded.store.Stores.put;
import static dev.keyward.embedded.store.Stores.sql;
import static dev.keyward.embedded.store.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.embedded.store.Change.Delete;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.failure.KmsException;
import dev.keyward.failure.StoreDamagedException;
import dev.keyward.failure.StoreSealedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What is noticed of a store that was damaged, edited or replaced. */
class StoreDamageTest {
  private static final int RECORDS = 40;

  @TempDir Path home;

  @BeforeEach
  void fill() {
    try (SqlRecordStore store = open(home)) {
      for (int i = 0; i < RECORDS; i++) {
        commit(store, put("k" + i, 0, "content " + i));
      }
      commit(store, put("k0", 1, "newer content"));
      commit(store, put("gone", 0, "deleted"));
      commit(store, new Delete(key("gone"), 1));
    }
  }

  @Test
  void read_sealedBytesOfTwoRowsSwapped_noticed() {
    sql(
        home,
        "create temp table s as select id, sealed from records where id in ('k1', 'k2')",
        "update records set sealed = (select sealed from s where s.id = 'k2') where id = 'k1'",
        "update records set sealed = (select sealed from s where s.id = 'k1') where id = 'k2'");
    try (SqlRecordStore store = open(home)) {
      assertThatThrownBy(() -> store.read(key("k1")))
          .isInstanceOf(StoreDamagedException.class)
          .hasMessageContaining("key:k1");
      assertThatThrownBy(() -> store.scan(RecordKind.KEY, "k2", Optional.empty(), 1))
          .isInstanceOf(StoreDamagedException.class);
      assertThatThrownBy(store::verify).isInstanceOf(StoreDamagedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id = 'k1x'",
        "kind = 'alias'",
        "parent = 'k2'",
        "version = 2",
        "epoch = 2",
        "sealed = zeroblob(80)",
        "sealed = x''",
        "sealed = 'text'",
        "version = 'text'",
      })
  void read_oneColumnOfARowChanged_noticed(String assignment) {
    sql(home, "update records set " + assignment + " where id = 'k1'");
    try (SqlRecordStore store = open(home)) {
      assertThatThrownBy(() -> store.read(key("k1"))).isInstanceOf(StoreDamagedException.class);
      assertThatThrownBy(store::verify).isInstanceOf(StoreDamagedException.class);
    }
  }

  @Test
  void verify_olderVersionOfARowPutBack_noticed() throws IOException {
    Path old = home.resolve("old");
    try (SqlRecordStore store = open(home)) {
      commit(store, put("v", 0, "first"));
    }
    Stores.copy(home.resolve("store"), old);
    try (SqlRecordStore store = open(home)) {
      commit(store, put("v", 1, "second"));
    }
    sql(
        home,
        "attach '" + old.resolve("keyward.db") + "' as old",
        "insert or replace into main.records select * from old.records where id = 'v'");
    try (SqlRecordStore store = open(home)) {
      assertThatThrownBy(store::verify)
          .isInstanceOf(StoreDamagedException.class)
          .hasMessageContaining("key:v is another version");
    }
  }

  @Test
  void read_rowDeletedByAnotherHandBeforeOpening_missNoticed() {
    sql(home, "delete from records where id = 'k3'");
    try (SqlRecordStore store = open(home)) {
      assertThat(text(store, "k4")).isEqualTo("content 4");
      assertThatThrownBy(() -> store.read(key("k3")))
          .isInstanceOf(StoreDamagedException.class)
          .hasMessageContaining("removed");
      assertThatThrownBy(() -> store.scan(RecordKind.KEY, "k3", Optional.empty(), 50))
          .isInstanceOf(StoreDamagedException.class);
      assertThatThrownBy(store::verify)
          .isInstanceOf(StoreDamagedException.class)
          .hasMessageContaining("key:k3");
    }
  }

  @Test
  void read_rowDeletedByAnotherHandWhileOpen_missNoticed() {
    try (SqlRecordStore store = open(home)) {
      assertThat(text(store, "k3")).isEqualTo("content 3");
      sql(home, "delete from records where id = 'k3'");
      assertThatThrownBy(() -> store.read(key("k3"))).isInstanceOf(StoreDamagedException.class);
    }
  }

  @Test
  void verify_rowCopiedToAnotherId_noticed() {
    sql(
        home,
        "insert into records(kind, id, parent, version, epoch, seq, sealed)"
            + " select kind, 'copy', parent, version, epoch, seq, sealed from records"
            + " where id = 'k1'");
    try (SqlRecordStore store = open(home)) {
      assertThatThrownBy(() -> store.read(key("copy"))).isInstanceOf(StoreDamagedException.class);
      assertThatThrownBy(() -> store.read(key("never"))).isInstanceOf(StoreDamagedException.class);
      assertThatThrownBy(store::verify)
          .isInstanceOf(StoreDamagedException.class)
          .hasMessageContaining("key:copy");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from chain where seq = 44",
        "delete from chain where seq >= 40",
        "delete from chain",
        "update chain set mac = zeroblob(32) where seq = 44",
        "update chain set changes = zeroblob(40) where seq = 44",
        "update chain set seq = 45 where seq = 44",
        "create trigger t after insert on chain begin delete from records; end",
        "create table more(a)",
        "drop index records_parent",
        "drop table chain",
        "pragma application_id = 7",
      })
  void open_headOfChainOrTablesChanged_refused(String edit) {
    sql(home, edit);
    assertThatThrownBy(() -> open(home)).isInstanceOf(StoreDamagedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from chain where seq = 7",
        "delete from chain where seq = 1",
        "update chain set mac = zeroblob(32) where seq = 7",
        "update chain set changes = (select changes from chain where seq = 8) where seq = 7",
      })
  void verify_chainChangedInTheMiddle_noticed(String edit) {
    sql(home, edit);
    try (SqlRecordStore store = open(home)) {
      assertThatThrownBy(store::verify)
          .isInstanceOf(StoreDamagedException.class)
          .hasMessageContaining("commit");
    }
  }

  @Test
  void open_newerFormat_refusedWithoutChangingIt() {
    sql(home, "pragma user_version = 2");
    assertThatThrownBy(() -> open(home))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("Update Keyward");
  }

  @Test
  void commit_formatRaisedWhileOpen_refused() {
    try (SqlRecordStore store = open(home)) {
      sql(home, "pragma user_version = 2");
      assertThatThrownBy(() -> commit(store, put("new", 0, "1")))
          .isInstanceOf(InvalidRequestException.class);
      assertThat(text(store, "k1")).isEqualTo("content 1");
    }
  }

  @Test
  void open_foreignFile_refused() throws IOException {
    Files.writeString(Stores.database(home), "this is no database at all, ".repeat(300));
    assertThatThrownBy(() -> open(home)).isInstanceOf(StoreDamagedException.class);
  }

  @Test
  void commit_databaseReplacedOrDeletedWhileOpen_refused() throws IOException {
    try (SqlRecordStore store = open(home)) {
      Files.move(Stores.database(home), home.resolve("elsewhere"));
      assertThatThrownBy(() -> commit(store, put("new", 0, "1")))
          .isInstanceOf(StoreDamagedException.class)
          .hasMessageContaining("moved, deleted or replaced");
      assertThat(text(store, "k1")).isEqualTo("content 1");
      Files.move(home.resolve("elsewhere"), Stores.database(home));
      commit(store, put("new", 0, "1"));
      assertThat(text(store, "new")).isEqualTo("1");
    }
  }

  @Test
  void open_databaseMissing_refused() throws IOException {
    Files.delete(Stores.database(home));
    assertThatThrownBy(() -> open(home))
        .isInstanceOf(StoreDamagedException.class)
        .hasMessageContaining("missing");
    assertThat(Stores.database(home)).doesNotExist();
  }

  @Test
  void open_ringMissing_refused() throws IOException {
    Files.delete(home.resolve("store").resolve("ring"));
    assertThatThrownBy(() -> open(home))
        .isInstanceOf(StoreDamagedException.class)
        .hasMessageContaining("ring");
  }

  @Test
  void open_everyByteOfRingFlippedOrCutOff_refusedAsDamaged() throws IOException {
    Path ring = home.resolve("store").resolve("ring");
    byte[] good = Files.readAllBytes(ring);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << (at % 8));
      Files.write(ring, bad);
      assertThatThrownBy(() -> open(home))
          .as("byte %d", at)
          .isInstanceOf(StoreDamagedException.class);
      Files.write(ring, Arrays.copyOf(good, at));
      assertThatThrownBy(() -> open(home)).as("cut at %d", at).isInstanceOf(KmsException.class);
    }
    Files.write(ring, good);
    try (SqlRecordStore store = open(home)) {
      assertThat(text(store, "k1")).isEqualTo("content 1");
    }
  }

  @Test
  void open_wrongRootKey_sealedAndNotCalledDamaged() throws IOException {
    Path rootKey = rootKey();
    Files.write(rootKey, new byte[32]);
    assertThatThrownBy(() -> open(home))
        .isInstanceOf(StoreSealedException.class)
        .hasMessageStartingWith("SEALED: wrong root key")
        .hasMessageContaining(rootKey.toString());
  }

  @Test
  void open_rootKeyLost_sealedAndNotMadeAnew() throws IOException {
    Path rootKey = rootKey();
    Files.delete(rootKey);
    assertThatThrownBy(() -> open(home))
        .isInstanceOf(StoreSealedException.class)
        .hasMessageStartingWith("SEALED: root key file " + rootKey + " is missing");
    assertThat(rootKey).doesNotExist();
  }

  @Test
  void open_olderCopyOfTheStore_refusedUntilAccepted() throws IOException {
    Path copy = home.resolve("copy");
    Stores.copy(home.resolve("store"), copy);
    try (SqlRecordStore store = open(home)) {
      commit(store, put("k0", 2, "newest content"));
    }
    Stores.delete(home.resolve("store"));
    Stores.copy(copy, home.resolve("store"));

    assertThatThrownBy(() -> open(home))
        .isInstanceOf(StoreDamagedException.class)
        .hasMessageContaining("older copy")
        .hasMessageContaining("store.accept-rollback=true");
    StoreSettings accepting =
        StoreSettings.inHome(home).accepting(StoreSettings.Acceptance.ROLLBACK);
    try (SqlRecordStore store = StoreDirectory.open(accepting)) {
      assertThat(text(store, "k0")).isEqualTo("newer content");
    }
    try (SqlRecordStore store = open(home)) {
      assertThat(store.verify().records()).isEqualTo(RECORDS);
    }
  }

  @Test
  void open_olderCopyWithOtherCommitsOnTop_refused() throws IOException {
    Path fork = home.resolve("fork");
    Stores.copy(home.resolve("store"), fork.resolve("store"));
    Stores.copy(home.resolve("root"), fork.resolve("root"));
    try (SqlRecordStore store = open(home)) {
      commit(store, put("here", 0, "1"));
    }
    try (SqlRecordStore store = open(fork)) {
      commit(store, put("there", 0, "1"));
      commit(store, put("there", 1, "2"));
    }
    Stores.delete(home.resolve("store"));
    Stores.copy(fork.resolve("store"), home.resolve("store"));
    assertThatThrownBy(() -> open(home)).isInstanceOf(StoreDamagedException.class);
  }

  @Test
  void open_rolledBackToAnEmptyStore_refusedUntilAcceptedOnce() throws IOException {
    Files.delete(Stores.database(home));
    StoreSettings accepting =
        StoreSettings.inHome(home).accepting(StoreSettings.Acceptance.ROLLBACK);
    StoreDirectory.open(accepting).close();
    try (SqlRecordStore store = open(home)) {
      assertThat(store.verify()).isEqualTo(new SqlRecordStore.Verified(1, 0));
    }
  }

  @Test
  void poll_olderStateUnderAnOpenStore_noticed() {
    try (SqlRecordStore store = open(home)) {
      store.pollChanges();
      sql(home, "delete from chain where seq = 44");
      assertThatThrownBy(store::pollChanges).isInstanceOf(StoreDamagedException.class);
      assertThatThrownBy(() -> commit(store, put("new", 0, "1")))
          .isInstanceOf(StoreDamagedException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SQLITE_BUSY, locked",
    "SQLITE_FULL, disk is full",
    "SQLITE_IOERR_FSYNC, input or output",
    "SQLITE_READONLY, not writable",
    "SQLITE_CANTOPEN, cannot be opened"
  })
  void failure_ofTheSystem_unavailableWithReason(SQLiteErrorCode code, String reason) {
    KmsException failure =
        new SqliteDatabase(home).failure("Cannot write to", new SQLiteException("raw", code));
    assertThat(failure)
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("raw");
    assertThat(failure.isRetryable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_CORRUPT_INDEX"})
  void failure_ofTheContent_damaged(String code) {
    assertThat(
            new SqliteDatabase(home)
                .failure("Cannot read", new SQLiteException("raw", SQLiteErrorCode.valueOf(code))))
        .isInstanceOf(StoreDamagedException.class);
  }

  @Test
  void open_draftsOfDeadProcesses_deletedWhenOld() throws IOException {
    Path old = Files.createFile(home.resolve("root").resolve("x.key.12.tmp"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Path fresh = Files.createFile(home.resolve("store").resolve("ring.34.tmp"));
    open(home).close();
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void open_anchorDamaged_refusedUntilAccepted() throws IOException {
    try (var anchors = Files.list(home.resolve("anchor"))) {
      Files.write(anchors.findFirst().orElseThrow(), new byte[] {1, 2, 3, 4});
    }
    assertThatThrownBy(() -> open(home))
        .isInstanceOf(StoreDamagedException.class)
        .hasMessageContaining("Anchor");
  }

  @Test
  void open_fileInPlaceOfTheDirectory_unavailable() throws IOException {
    Path file = Files.createFile(home.resolve("file"));
    assertThatThrownBy(() -> StoreDirectory.open(StoreSettings.at(file, home)))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("not a directory");
  }

  @Test
  void open_directoryInPlaceOfTheDatabase_unavailable() throws IOException {
    Files.delete(Stores.database(home));
    Files.createDirectory(Stores.database(home));
    assertThatThrownBy(() -> open(home))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void store_randomDamageInTheFile_neverAnAlteredRecord() throws IOException {
    assertThat(damageAtRandom(300, 4089470163643L)).as("damage that was noticed").isGreaterThan(50);
  }

  @Test
  @Tag("nightly")
  void store_tenThousandRandomDamages_neverAnAlteredRecord() throws IOException {
    assertThat(damageAtRandom(10_000, System.nanoTime())).isGreaterThan(3_000);
  }

  /** Flips or overwrites bytes; each record is then right, refused, or its loss is noticed. */
  private int damageAtRandom(int rounds, long seed) throws IOException {
    System.out.println("StoreDamageTest seed " + seed);
    Random random = new Random(seed);
    byte[] good = Files.readAllBytes(Stores.database(home));
    Map<String, String> expected = new HashMap<>();
    for (int i = 0; i < RECORDS; i++) {
      expected.put("k" + i, i == 0 ? "newer content" : "content " + i);
    }
    int noticed = 0;
    for (int round = 0; round < rounds; round++) {
      Files.write(Stores.database(home), damaged(good, random));
      noticed += check(expected) ? 1 : 0;
    }
    return noticed;
  }

  private static byte[] damaged(byte[] good, Random random) {
    byte[] bad = good.clone();
    int at = random.nextInt(bad.length);
    int length = random.nextBoolean() ? 1 : Math.min(1 + random.nextInt(300), bad.length - at);
    for (int i = at; i < at + length; i++) {
      bad[i] ^= (byte) (length == 1 ? 1 << random.nextInt(8) : random.nextInt(256));
    }
    return bad;
  }

  /** Returns whether anything was noticed; the only exceptions allowed are the documented ones. */
  private boolean check(Map<String, String> expected) {
    boolean noticed = false;
    try (SqlRecordStore store = open(home)) {
      for (Map.Entry<String, String> record : expected.entrySet()) {
        try {
          Optional<StoredRecord> read = store.read(key(record.getKey()));
          assertThat(read).as("a record that is silently gone").isPresent();
          assertThat(new String(read.get().content(), StandardCharsets.UTF_8))
              .isEqualTo(record.getValue());
        } catch (KmsException e) {
          noticed = true;
        }
      }
      try {
        assertThat(store.verify().records()).isEqualTo(RECORDS);
      } catch (KmsException e) {
        noticed = true;
      }
    } catch (KmsException e) {
      noticed = true;
    }
    return noticed;
  }

  private Path rootKey() throws IOException {
    try (var keys = Files.list(home.resolve("root"))) {
      return keys.findFirst().orElseThrow();
    }
  }
}
