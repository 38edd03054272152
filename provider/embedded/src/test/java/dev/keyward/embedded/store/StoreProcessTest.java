package dev.keyward.embedded.store;

import static dev.keyward.embedded.store.Stores.commit;
import static dev.keyward.embedded.store.Stores.key;
import static dev.keyward.embedded.store.Stores.open;
import static dev.keyward.embedded.store.Stores.put;
import static dev.keyward.embedded.store.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.BackendUnavailableException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** Several processes, and processes that die. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StoreProcessTest {
  private static final int PAGE_BYTES = 512;

  @TempDir Path directory;

  @Test
  void commit_twoProcesses_noIncrementLostAndChangesSeen() throws Exception {
    Path home = directory.resolve("home");
    try (SqlRecordStore store = open(home)) {
      commit(store, put("counter", 0, "0"));
      store.pollChanges();
      Process other = StoreWorker.start(log(), "increment", home.toString(), "counter", "100");
      Counters.increment(store, "counter", 100);
      assertEndedWell(other);
      assertThat(text(store, "counter")).isEqualTo("200");
      assertThat(store.pollChanges()).containsExactly(key("counter"));
      assertThat(store.verify().commits()).isEqualTo(202);
    }
  }

  @Test
  void shred_otherProcessHasTheStoreOpen_readsAndWritesUnderTheNewEpoch() throws Exception {
    Path home = directory.resolve("home");
    try (SqlRecordStore store = open(home)) {
      commit(store, put("a", 0, "1"), put("b", 0, "x"), put("gone", 0, "y"));
      Process other = StoreWorker.start(log(), "answer", home.toString());
      try (BufferedReader answers = other.inputReader();
          BufferedWriter requests = other.outputWriter()) {
        assertThat(answers.readLine()).as(this::logs).isEqualTo("ready");
        assertThat(ask("get a", requests, answers)).isEqualTo("1");
        commit(store, new Change.Delete(key("gone"), 1));
        assertThat(store.maintenance().shred().epoch()).isEqualTo(2);
        assertThat(ask("get a", requests, answers)).as("a new epoch met").isEqualTo("1");
        assertThat(store.maintenance().shred().epoch()).isEqualTo(3);
        assertThat(ask("put a 1 2", requests, answers)).as("an old one used").isEqualTo("done");
        assertThat(ask("put c 0 new", requests, answers)).isEqualTo("done");
      }
      assertEndedWell(other);
      assertThat(text(store, "a")).isEqualTo("2");
      assertThat(text(store, "c")).isEqualTo("new");
      assertThat(store.verify().records()).isEqualTo(3);
    }
  }

  @Test
  void shred_twoProcessesWhileTwoOthersWrite_nothingLost() throws Exception {
    Path home = directory.resolve("home");
    try (SqlRecordStore store = open(home)) {
      commit(store, put("counter", 0, "0"));
      for (int i = 0; i < 300; i++) {
        commit(store, put("k" + i, 0, "content " + i));
      }
      List<Process> others = new ArrayList<>();
      others.add(StoreWorker.start(log(), "shred", home.toString(), "5"));
      others.add(StoreWorker.start(log(), "shred", home.toString(), "5"));
      others.add(StoreWorker.start(log(), "increment", home.toString(), "counter", "200"));
      Counters.increment(store, "counter", 200);
      for (Process process : others) {
        process.inputReader().lines().forEach(line -> {});
        assertEndedWell(process);
      }
      assertThat(text(store, "counter")).isEqualTo("400");
      assertThat(store.verify().records()).isEqualTo(301);
      assertThat(store.maintenance().shred().epoch()).isEqualTo(12);
      for (int i = 0; i < 300; i++) {
        assertThat(text(store, "k" + i)).isEqualTo("content " + i);
      }
    }
  }

  @Test
  void shred_killedAtRandom_nothingLostAndFinishedByAnother() throws Exception {
    killWhileShredding(4, 20261122L);
  }

  @Test
  @Tag("nightly")
  void shred_killedFiftyTimes_nothingLostAndFinishedByAnother() throws Exception {
    killWhileShredding(50, System.nanoTime());
  }

  private void killWhileShredding(int rounds, long seed) throws Exception {
    System.out.println("StoreProcessTest seed " + seed);
    Random random = new Random(seed);
    Path home = directory.resolve("home");
    fill(home, 2_000);
    int unfinished = 0;
    for (int round = 0; round < rounds; round++) {
      Process worker = StoreWorker.start(log(), "shred", home.toString(), "1000");
      try (BufferedReader epochs = worker.inputReader()) {
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
          assertThat(epochs.readLine()).as(this::logs).isNotNull();
        }
        // Nothing is waited for: the moment in the next pass is what is random.
        LockSupport.parkNanos(random.nextInt(100) * 1_000_000L);
        worker.toHandle().destroyForcibly();
      }
      worker.waitFor();
      try (SqlRecordStore store = open(home)) {
        assertThat(store.verify().records()).isEqualTo(2_000);
        unfinished += store.maintenance().resume().isPresent() ? 1 : 0;
        assertThat(store.maintenance().resume()).isEmpty();
        assertThat(store.verify().records()).isEqualTo(2_000);
      }
    }
    System.out.println(rounds + " kills, " + unfinished + " of them left a pass unfinished");
  }

  private static String ask(String request, BufferedWriter requests, BufferedReader answers)
      throws IOException {
    requests.write(request);
    requests.newLine();
    requests.flush();
    return answers.readLine();
  }

  @Test
  void open_fourProcessesOnNewHome_oneStore() throws Exception {
    Path home = directory.resolve("home");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(StoreWorker.start(log(), "make", home.toString(), "p" + i));
    }
    TreeSet<String> ids = new TreeSet<>();
    for (Process process : processes) {
      ids.addAll(process.inputReader().lines().toList());
      assertEndedWell(process);
    }
    assertThat(ids).hasSize(1);
    try (SqlRecordStore store = open(home)) {
      assertThat(store.count(RecordKind.KEY, "p")).isEqualTo(4);
      assertThat(store.verify().commits()).isEqualTo(5);
    }
    assertThat(children(home.resolve("root"))).containsExactly(ids.first() + ".key");
    assertThat(children(home.resolve("native"))).isEmpty();
  }

  @Test
  void open_afterKill_everyAcknowledgedCommitIsThere() throws Exception {
    killAtRandom(5, 200, 1000, 20261122L);
  }

  @Test
  @Tag("nightly")
  void open_afterHundredKills_everyAcknowledgedCommitIsThere() throws Exception {
    killAtRandom(100, 300, 100_000, System.nanoTime());
  }

  @Test
  void open_logCutAroundEachFrame_onlyWholeCommits() throws Exception {
    Log log = leaveLog(12);
    List<Integer> cuts = new ArrayList<>();
    for (int cut = 0; cut < log.content().length; cut += 512) {
      cuts.add(cut);
    }
    int frame = PAGE_BYTES + 24;
    for (int end = 32; end <= log.content().length; end += frame) {
      cuts.addAll(List.of(end - 1, end, Math.min(end + 1, log.content().length)));
    }
    cutAndCheck(log, cuts);
  }

  @Test
  @Tag("nightly")
  void open_logCutAtEveryByteOfTheLastThreeCommits_onlyWholeCommits() throws Exception {
    Log log = leaveLog(12);
    List<Integer> cuts = new ArrayList<>();
    int lastThree = log.commitEnds().get(8);
    for (int cut = 0; cut < lastThree; cut += 512) {
      cuts.add(cut);
    }
    for (int cut = lastThree; cut <= log.content().length; cut++) {
      cuts.add(cut);
    }
    cutAndCheck(log, cuts);
  }

  @Test
  @Tag("nightly")
  void commit_writeLockHeldByAnotherForTenSeconds_unavailableAndReadsGoOn() throws Exception {
    Path home = directory.resolve("home");
    try (SqlRecordStore store = open(home)) {
      commit(store, put("a", 0, "1"));
      try (Connection holder =
              new JDBC().connect(JDBC.PREFIX + Stores.database(home), new Properties());
          Statement statement = holder.createStatement()) {
        statement.execute("begin immediate");
        assertThatThrownBy(() -> commit(store, put("a", 1, "2")))
            .isInstanceOfSatisfying(
                BackendUnavailableException.class, e -> assertThat(e.isRetryable()).isTrue())
            .hasMessageContaining("locked");
        assertThat(text(store, "a")).isEqualTo("1");
        statement.execute("rollback");
      }
      commit(store, put("a", 1, "2"));
      assertThat(text(store, "a")).isEqualTo("2");
    }
  }

  @Test
  @Tag("nightly")
  void commit_twoProcessesWithFourThreads_atLeastFiveHundredPerSecond() throws Exception {
    Path home = directory.resolve("home");
    open(home).close();
    int seconds = 60;
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(
          StoreWorker.start(log(), "load", home.toString(), "4", String.valueOf(seconds)));
    }
    long commits = 0;
    for (Process process : processes) {
      String[] answer = process.inputReader().readLine().split(" ");
      System.out.println(
          "load for " + seconds + " s: " + answer[0] + " commits, p99 " + answer[1] + " us");
      commits += Long.parseLong(answer[0]);
      assertThat(Long.parseLong(answer[1])).as("p99 in microseconds").isLessThan(100_000);
      assertEndedWell(process);
    }
    assertThat(commits / seconds).isGreaterThanOrEqualTo(500);
    try (SqlRecordStore store = open(home)) {
      assertThat(store.verify().commits()).isEqualTo(commits + 1);
    }
  }

  /** Kills a process in the middle of its work, and looks for everything it was told is done. */
  private void killAtRandom(int rounds, int longest, int before, long seed) throws Exception {
    System.out.println("StoreProcessTest seed " + seed);
    Random random = new Random(seed);
    Path home = directory.resolve("home");
    fill(home, before);
    Map<String, Integer> acknowledged = new HashMap<>();
    long writes = 0;
    long slowest = 0;
    for (int round = 0; round < rounds; round++) {
      writes += killOne(home, 1 + random.nextInt(longest), acknowledged);
      long start = System.nanoTime();
      try (SqlRecordStore store = open(home)) {
        slowest = Math.max(slowest, System.nanoTime() - start);
        acknowledged.forEach((id, step) -> checkAcknowledged(store, id, step));
        if (round % 10 == 0) {
          store.verify();
        }
      }
    }
    try (SqlRecordStore store = open(home)) {
      store.verify();
    }
    System.out.printf(
        "%d kills, %d acknowledged writes, none missing, slowest open %d ms with %d records%n",
        rounds, writes, slowest / 1_000_000, before);
    assertThat(slowest).as("nanoseconds").isLessThan(1_000_000_000L);
    assertThat(writes).isGreaterThan((long) rounds * longest / 3);
  }

  /** Returns how many writes were acknowledged. */
  private long killOne(Path home, int writes, Map<String, Integer> acknowledged) throws Exception {
    Process worker = StoreWorker.start(log(), "until-killed", home.toString());
    List<String> lines = new ArrayList<>();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8))) {
      while (lines.size() < writes) {
        String line = output.readLine();
        assertThat(line).as(this::logs).endsWith(";");
        lines.add(line);
      }
      // Not on the process itself, which would throw away what is in the pipe.
      worker.toHandle().destroyForcibly();
      // What was in the pipe was acknowledged too; a line cut short was not.
      output.lines().filter(line -> line.endsWith(";")).forEach(lines::add);
    }
    worker.waitFor();
    for (String line : lines) {
      String[] words = line.substring(0, line.length() - 1).split(" ");
      acknowledged.merge(words[0], Integer.valueOf(words[1]), Math::max);
    }
    return lines.size();
  }

  private static void checkAcknowledged(SqlRecordStore store, String id, int step) {
    String content = text(store, id);
    boolean second = content.equals(id + "/2");
    assertThat(second || step == 1 && content.equals(id)).as(id).isTrue();
    boolean third = Integer.parseInt(id.substring(id.indexOf('/') + 1)) % 3 == 0;
    assertThat(store.read(key("twin/" + id)).isPresent())
        .as("the other half of the commit on %s", id)
        .isEqualTo(!(second && third));
  }

  private static void fill(Path home, int records) {
    try (SqlRecordStore store = open(home)) {
      for (int from = 0; from < records; from += 1000) {
        List<Change> changes = new ArrayList<>();
        for (int i = from; i < from + 1000; i++) {
          changes.add(put("filler" + i, 0, "content ".repeat(40) + i));
        }
        store.commit(changes);
      }
    }
  }

  /** A store whose last commits are only in the write-ahead log. */
  private record Log(Path home, byte[] database, byte[] content, List<Integer> commitEnds) {}

  private Log leaveLog(int commits) throws Exception {
    Path home = directory.resolve("home");
    try (SqlRecordStore store = open(home)) {
      commit(store, put("before", 0, "1"));
    }
    Stores.copy(home.resolve("anchor"), home.resolve("earlier-anchor"));
    // Small pages make short frames, so that every byte can be tried in reasonable time.
    Stores.sql(home, "pragma journal_mode=delete", "pragma page_size=" + PAGE_BYTES, "vacuum");
    Process worker =
        StoreWorker.start(log(), "leave-log", home.toString(), String.valueOf(commits));
    List<Integer> ends = worker.inputReader().lines().map(Integer::valueOf).toList();
    assertEndedWell(worker);
    assertThat(ends).hasSize(commits);
    Path log = Path.of(Stores.database(home) + "-wal");
    return new Log(home, Files.readAllBytes(Stores.database(home)), Files.readAllBytes(log), ends);
  }

  private void cutAndCheck(Log log, List<Integer> cuts) throws IOException {
    Path home = directory.resolve("cut");
    Stores.copy(log.home().resolve("root"), home.resolve("root"));
    Stores.copy(log.home().resolve("store"), home.resolve("store"));
    Path shared = Path.of(Stores.database(home) + "-shm");
    Path wal = Path.of(Stores.database(home) + "-wal");
    for (int cut : cuts) {
      Files.deleteIfExists(shared);
      Files.write(Stores.database(home), log.database());
      Files.write(wal, Arrays.copyOf(log.content(), cut));
      // A power loss takes what was not yet forced; the anchor is not ahead of the database.
      Stores.copy(log.home().resolve("earlier-anchor"), home.resolve("anchor"));
      long whole = log.commitEnds().stream().filter(end -> end <= cut).count();
      try (SqlRecordStore store = open(home)) {
        assertThat(store.count(RecordKind.KEY, "a")).as("cut at %d", cut).isEqualTo(whole);
        assertThat(store.count(RecordKind.KEY, "b")).as("cut at %d", cut).isEqualTo(1 + whole);
        assertThat(store.verify().commits()).as("cut at %d", cut).isEqualTo(2 + whole);
      }
    }
  }

  private Path log() throws IOException {
    return Files.createTempFile(directory, "worker", ".log");
  }

  private void assertEndedWell(Process process) throws Exception {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(this::logs).isZero();
  }

  private String logs() {
    StringBuilder text = new StringBuilder();
    try (var files = Files.newDirectoryStream(directory, "worker*.log")) {
      for (Path file : files) {
        text.append(Files.readString(file));
      }
    } catch (IOException e) {
      text.append(e);
    }
    return text.toString();
  }

  private static List<String> children(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
