package dev.keyward.tool.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.tool.command.Terminal.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store itself: checked, put under another root key, its clock accepted. */
class StoreCommandTest {
  private static final byte[] LETTER = "Dear Ada".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private Path home;
  private Terminal terminal;

  @BeforeEach
  void createKey() throws Exception {
    home = folder.toRealPath();
    terminal = Terminal.in(folder);
    terminal.createKey("--spec", "SYMMETRIC_DEFAULT", "--alias", "orders");
  }

  private byte[] sealed() {
    return terminal.run(LETTER, "encrypt", "--key", "alias/orders").assertDone().stdout();
  }

  @Test
  void verify_intactStore_countsIt() {
    assertThat(terminal.run("store", "verify").assertDone().out())
        .matches("Intact: \\d+ records, \\d+ commits\\.\\s+");
  }

  @Test
  void property_onTheCommandLine_isOneOfTheConfiguration() {
    assertThat(terminal.run("keys", "list", "-Dkeyward.region=eu-west-1").assertDone().out())
        .contains("No keys yet");
    assertThat(terminal.run("keys", "list", "-Dkeyward.region=nowhere!").exitCode()).isNotZero();
    Outcome foreign = terminal.run("keys", "list", "-Duser.home=/");
    assertThat(foreign.exitCode()).isNotZero();
    assertThat(foreign.err()).contains("keyward.KEY=VALUE");
  }

  @Test
  void verify_recordTakenOut_exits1() throws Exception {
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("store/keyward.db"));
        Statement statement = database.createStatement()) {
      statement.executeUpdate("delete from records where rowid = (select max(rowid) from records)");
    }
    Outcome outcome = terminal.run("store", "verify");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out() + outcome.err()).contains("DAMAGED");
  }

  @Test
  void rotateRoot_inPlace_keepsKeysAndReplacesTheFile() throws Exception {
    byte[] message = sealed();
    byte[] before = Files.readAllBytes(home.resolve("root.key"));
    terminal.run("store", "rotate-root", "--yes").assertDone();
    assertThat(Files.readAllBytes(home.resolve("root.key"))).hasSize(32).isNotEqualTo(before);
    assertThat(terminal.run(message, "decrypt", "--key", "alias/orders").assertDone().stdout())
        .isEqualTo(LETTER);
    Files.write(home.resolve("root.key"), before);
    assertThat(terminal.run("keys", "list").assertRefused()).contains("SEALED");
  }

  @Test
  void rotateRoot_toAnotherFile_saysWhatToConfigure() throws Exception {
    byte[] message = sealed();
    Path next = home.resolve("next.key");
    String out =
        terminal
            .run("store", "rotate-root", "--yes", "--root-key", "file:" + next)
            .assertDone()
            .out();
    assertThat(out).contains("root-key=file:" + next);
    assertThat(home.resolve("root.key")).doesNotExist();
    String configuration =
        terminal.configuration().replace(home.resolve("root.key").toString(), next.toString());
    assertThat(
            Terminal.runAsIs(message, "decrypt", "--key", "alias/orders", "--config", configuration)
                .assertDone()
                .stdout())
        .isEqualTo(LETTER);
  }

  @Test
  void rotateRoot_kindThatIsNotThere_isRefusedWithoutRepeatingIt() {
    assertThat(
            terminal
                .run("store", "rotate-root", "--yes", "--root-key", "passphrase:hunter2")
                .assertRefused())
        .doesNotContain("hunter2");
  }

  @Test
  void rotateRoot_withoutTerminal_needsYes() {
    terminal.run("store", "rotate-root").assertWrongUsage();
    assertThat(terminal.run("store", "verify").assertDone().out()).startsWith("Intact");
  }

  @Test
  void acceptClock_presentTime_isTaken() {
    assertThat(terminal.run("store", "accept-clock", "--yes").assertDone().out())
        .matches("Accepted 20\\d\\d-.*Z\\s+");
  }
}
