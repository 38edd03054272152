package dev.keyward.tool.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.tool.command.Terminal.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The command as a whole: its exit code, and what it prints. */
@ResourceLock("java.security.Security.providers")
class DoctorCommandTest {
  @TempDir private Path folder;
  private Terminal terminal;

  @BeforeEach
  void createKeys() throws Exception {
    terminal = Terminal.in(folder);
    terminal.createKey("--spec", "SYMMETRIC_DEFAULT", "--alias", "orders");
    terminal.createKey("--spec", "ECC_NIST_P256", "--alias", "server");
  }

  @Test
  void doctor_wellStore_exits0AndLooksAtEverything() {
    Outcome outcome = terminal.run("doctor");
    assertThat(outcome.exitCode()).as(outcome.out()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("provider list: ")
        .contains("class path: ")
        .contains("configuration: store=")
        .contains("works with ECDSA_SHA_256")
        .contains("kms:GenerateDataKey")
        .contains("Keyward answers for")
        .contains("file modes: ")
        .contains("root key: ")
        .contains("anchor: ")
        .contains("clock: ")
        .contains("audit trail: ")
        .contains("store chain: ")
        .contains("µs a signature")
        .contains("MiB/s, by SunJCE")
        .doesNotContain("FAIL")
        .contains("Well: ");
    assertThat(outcome.out().lines()).allMatch(line -> line.matches("(ok  |warn|Well).*"));
  }

  @Test
  void doctor_namedKeyDisabled_exits1AndSaysWhatToDo() {
    String id = terminal.createKey("--spec", "HMAC_256", "--alias", "tokens");
    terminal.run("keys", "disable", id).assertDone();
    Outcome outcome = terminal.run("doctor", "--alias", "alias/tokens");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("FAIL  key " + id)
        .contains("Enable it")
        .contains("NOT WELL");
  }

  @Test
  void doctor_fileOpenToOthers_exits1() throws Exception {
    Files.setPosixFilePermissions(
        folder.toRealPath().resolve("store/ring"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(terminal.run("doctor").out()).contains("FAIL  file modes: ").contains("chmod");
  }

  @Test
  void doctor_wrongRootKey_exits1WithoutTryingKeys() throws Exception {
    Path root = folder.toRealPath().resolve("root.key");
    Files.write(root, new byte[32]);
    Outcome outcome = terminal.run("doctor");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).contains("FAIL  key service: ").contains("SEALED");
  }

  @Test
  void doctor_wrongConfiguration_exits1AndNamesTheLine() {
    Outcome outcome =
        Terminal.runAsIs(new byte[0], "doctor", "--config", "backend=embedded;stoer=/tmp");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).contains("FAIL  configuration: ").contains("did you mean \"store\"");
  }

  @Test
  void doctor_overlayWithAGap_exits1() throws Exception {
    Path overlay =
        Files.writeString(folder.resolve("o.security"), "security.provider.99=Keyward\n");
    Outcome outcome = terminal.run("doctor", "--overlay", overlay.toString());
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).contains("FAIL  provider list: ").contains("is missing");
  }

  @Test
  void doctor_json_isOneObjectWithEveryFinding() {
    String json = terminal.run("doctor", "--json").out();
    assertThat(json.lines()).hasSize(1);
    assertThat(json).contains("\"Well\":true").contains("\"Level\":\"OK\"");
  }
}
