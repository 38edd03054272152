package dev.keyward.tool.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs of {@code keyward iam} and {@code keyward stores}. */
class IamTest {
  private static final String ALLOW =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
          + "\"Action\":\"kms:Decrypt\",\"Resource\":\"*\"}]}";
  private static final String POLICY = "arn:aws:iam::000000000000:policy/allow-decrypt";

  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void openTerminal() throws IOException {
    terminal = Terminal.in(folder);
  }

  private String done(String... arguments) {
    return terminal.run(arguments).assertDone().out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "role"})
  void principal_allVerbs_createListDescribeDelete(String kind) {
    String group = kind + "s";
    String arn = "arn:aws:iam::000000000000:" + kind + "/batch";

    assertThat(done("iam", group, "list")).startsWith("No " + group + ".");
    assertThat(done("iam", group, "create", "batch", "--tag", "team=pay")).contains(arn);
    terminal.run("iam", group, "create", "batch").assertRefused();
    assertThat(done("iam", group, "list")).containsPattern("(?m)^batch +" + arn);
    assertThat(done("iam", group, "describe", "batch"))
        .isEqualTo(done("iam", group, "describe", arn))
        .contains(arn, "team=pay");
    assertThat(terminal.run("iam", group, "delete", "batch").assertWrongUsage()).contains("--yes");
    done("iam", group, "delete", "batch", "--yes");
    assertThat(terminal.run("iam", group, "describe", "batch").assertRefused())
        .contains("There is no " + kind);
  }

  @Test
  void policies_managedAndOwn_areShownWithTheUser() throws IOException {
    Path file = Files.writeString(folder.resolve("allow.json"), ALLOW);
    done("iam", "users", "create", "alice");
    assertThat(done("iam", "policies", "create", "allow-decrypt", file.toString()))
        .contains(POLICY);
    done("iam", "users", "attach", "alice", POLICY);
    terminal
        .run(ALLOW.getBytes(UTF_8), "iam", "users", "put-policy", "alice", "own", "-")
        .assertDone();

    assertThat(done("iam", "users", "describe", "alice"))
        .containsPattern("(?m)^Attached +" + POLICY + "$")
        .containsPattern("(?m)^Policy +own$")
        .contains("kms:Decrypt");
    assertThat(done("iam", "policies", "list")).contains(POLICY);
    assertThat(done("iam", "policies", "describe", "allow-decrypt")).contains("kms:Decrypt");
    terminal.run("iam", "policies", "delete", "allow-decrypt", "--yes").assertRefused();

    done("iam", "users", "detach", "alice", POLICY);
    done("iam", "users", "delete-policy", "alice", "own");
    done("iam", "policies", "delete", "allow-decrypt", "--yes");
    assertThat(done("iam", "policies", "list")).startsWith("No policies.");
  }

  @Test
  void policy_malformed_isRefused() {
    done("iam", "users", "create", "alice");

    assertThat(
            terminal
                .run("{}x".getBytes(UTF_8), "iam", "users", "put-policy", "alice", "own", "-")
                .assertRefused())
        .contains("MalformedPolicyDocument");
  }

  @Test
  void iam_serviceThatKeepsItsUsersElsewhere_isRefused() {
    Path store = folder.resolve("store");
    terminal.createKey();

    assertThat(
            Terminal.runAsIs(
                    new byte[0], "iam", "users", "list", "--config", "backend=trail;store=" + store)
                .assertRefused())
        .contains("elsewhere");
  }

  @Test
  void stores_createdWithPinFromStandardInput_canBeListedUpdatedAndDeleted() throws IOException {
    Path anchor = Files.writeString(folder.resolve("ca.pem"), "no certificate");
    assertThat(done("stores", "list")).startsWith("No custom key stores.");

    String created =
        terminal
            .run(
                "canary-pin\n".getBytes(UTF_8),
                "stores",
                "create",
                "-Dkeyward.custom-key-store.cluster-abcdefg2345.library=/nowhere/token.so",
                "hsm",
                "--cluster",
                "cluster-abcdefg2345",
                "--trust-anchor",
                anchor.toString(),
                "--credential-file",
                "-")
            .assertDone()
            .out();
    assertThat(created).matches("Id +cks-[0-9a-f]{17}\\R");
    String id = created.strip().replaceFirst("Id +", "");
    done("stores", "update", id, "--name", "token");

    assertThat(done("stores", "list"))
        .containsPattern("(?m)^" + id + " +token +AWS_CLOUDHSM +cluster-abcdefg2345 +DISCONNECTED")
        .doesNotContain("canary");
    assertThat(done("stores", "list", "--json")).contains(id).doesNotContain("canary");
    done("stores", "delete", id, "--yes");
    assertThat(done("stores", "list")).startsWith("No custom key stores.");
  }

  @Test
  void stores_noTerminalAndNoFile_pinIsNotAskedFor() throws IOException {
    Path anchor = Files.writeString(folder.resolve("ca.pem"), "no certificate");

    assertThat(
            terminal
                .run(
                    "stores",
                    "create",
                    "hsm",
                    "--cluster",
                    "cluster-abcdefg2345",
                    "--trust-anchor",
                    anchor.toString())
                .assertRefused())
        .contains("--credential-file");
  }

  @Test
  void stores_unknownId_isRefused() {
    for (String verb : new String[] {"connect", "disconnect"}) {
      assertThat(terminal.run("stores", verb, "cks-1234567890abcdef0").assertRefused())
          .contains("CustomKeyStoreNotFoundException");
    }
    assertThat(terminal.run("stores", "delete", "cks-1234567890abcdef0").assertWrongUsage())
        .contains("--yes");
    terminal.run("stores", "delete", "cks-1234567890abcdef0", "--yes").assertRefused();
  }
}
