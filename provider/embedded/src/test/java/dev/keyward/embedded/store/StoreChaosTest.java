package dev.keyward.embedded.store;

import static dev.keyward.embedded.store.Stores.key;
import static dev.keyward.embedded.store.Stores.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails, once or for ever: what was refused is not there, what was done is. */
@Tag("chaos")
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class StoreChaosTest {
  private static final int FAULTS = 200;
  private static final int COMMITS = 40;
  private static final Path STRACE = Path.of("/usr/bin/strace");

  @TempDir Path directory;

  @BeforeEach
  void needsStrace() {
    assumeTrue(Files.isExecutable(STRACE), "needs strace");
  }

  @Test
  void commit_nthWriteOrSyncFails_doneAndThereOrRefusedAndAbsent() throws Exception {
    Path made = directory.resolve("made");
    open(made).close();
    int refused = 0;
    int rounds = Integer.getInteger("keyward.test.faults", FAULTS);
    for (int fault = 1; fault <= rounds; fault++) {
      for (String error : List.of("EIO", "ENOSPC")) {
        refused += check(made, fault, error, "");
        refused += check(made, fault, error, "+");
      }
    }
    System.out.println(4 * rounds + " faults, " + refused + " commits refused, none of them there");
    assertThat(refused).isGreaterThan(rounds);
  }

  private int check(Path made, int fault, String error, String andAfter) throws Exception {
    // Writes and syncs take turns; a commit has several writes for one or two syncs.
    boolean write = fault % 3 != 0;
    String calls = write ? "pwrite64" : "fsync,fdatasync";
    int number = write ? fault : 1 + fault / 3;
    String injection = "inject=" + calls + ":error=" + error + ":when=" + number + andAfter;
    Path home = directory.resolve("home");
    Stores.copy(made, home);
    List<String> outcome = run(home, injection);
    int refused = 0;
    try (SqlRecordStore store = open(home)) {
      for (String line : outcome) {
        String[] words = line.split(" ");
        if (words[0].equals("done") || words[0].equals("refused")) {
          boolean there = words[0].equals("done");
          refused += there ? 0 : 1;
          assertThat(store.read(key("a" + words[1])).isPresent())
              .as("%s: %s", injection, line)
              .isEqualTo(there);
          assertThat(store.read(key("b" + words[1])).isPresent())
              .as("%s: %s", injection, line)
              .isEqualTo(there);
        }
      }
      store.verify();
    }
    Stores.delete(home);
    return refused;
  }

  private List<String> run(Path home, String injection) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(STRACE.toString(), "-f", "--seccomp-bpf", "-o", "/dev/null"));
    command.addAll(List.of("-e", "trace=pwrite64,fsync,fdatasync", "-e", injection));
    command.addAll(StoreWorker.command("report", home.toString(), String.valueOf(COMMITS)));
    Path log = directory.resolve("worker.log");
    Process worker = new ProcessBuilder(command).redirectError(log.toFile()).start();
    List<String> outcome = worker.inputReader().lines().toList();
    worker.waitFor();
    assertThat(outcome).as("%s: %s", injection, Files.readString(log)).endsWith("end");
    return outcome;
  }
}
