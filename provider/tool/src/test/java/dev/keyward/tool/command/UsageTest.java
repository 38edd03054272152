package dev.keyward.tool.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Help texts, and command lines that cannot be understood (B88). */
class UsageTest {
  private static final int COLUMNS = 80;
  private static final byte[] NOTHING = {};

  static Stream<CommandLine> allCommands() {
    List<CommandLine> all = new ArrayList<>();
    collect(KeywardCommand.commandLine(), all);
    return all.stream();
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(sub -> collect(sub, all));
  }

  @Test
  void commands_all_areThere() {
    assertThat(allCommands().map(command -> command.getCommandSpec().qualifiedName()))
        .containsExactlyInAnyOrder(
            "keyward",
            "keyward serve",
            "keyward iam access-keys",
            "keyward iam access-keys create",
            "keyward iam access-keys list",
            "keyward iam access-keys disable",
            "keyward iam access-keys enable",
            "keyward iam access-keys delete",
            "keyward keys",
            "keyward keys create",
            "keyward keys list",
            "keyward keys describe",
            "keyward keys enable",
            "keyward keys disable",
            "keyward keys rotate",
            "keyward keys rotations",
            "keyward keys tag",
            "keyward keys untag",
            "keyward keys description",
            "keyward keys policy",
            "keyward keys policy get",
            "keyward keys policy put",
            "keyward keys policy split",
            "keyward keys replicate",
            "keyward keys primary",
            "keyward keys import",
            "keyward keys delete-material",
            "keyward keys delete",
            "keyward keys cancel-deletion",
            "keyward aliases",
            "keyward aliases create",
            "keyward aliases update",
            "keyward aliases delete",
            "keyward aliases list",
            "keyward encrypt",
            "keyward decrypt",
            "keyward sign",
            "keyward verify",
            "keyward grants",
            "keyward grants create",
            "keyward grants list",
            "keyward grants revoke",
            "keyward grants retire",
            "keyward store",
            "keyward store verify",
            "keyward store rotate-root",
            "keyward store accept-clock",
            "keyward doctor",
            "keyward stores",
            "keyward stores create",
            "keyward stores list",
            "keyward stores connect",
            "keyward stores disconnect",
            "keyward stores update",
            "keyward stores delete",
            "keyward iam",
            "keyward iam users",
            "keyward iam users create",
            "keyward iam users list",
            "keyward iam users describe",
            "keyward iam users delete",
            "keyward iam users attach",
            "keyward iam users detach",
            "keyward iam users put-policy",
            "keyward iam users delete-policy",
            "keyward iam roles",
            "keyward iam roles create",
            "keyward iam roles list",
            "keyward iam roles describe",
            "keyward iam roles delete",
            "keyward iam roles attach",
            "keyward iam roles detach",
            "keyward iam roles put-policy",
            "keyward iam roles delete-policy",
            "keyward iam policies",
            "keyward iam policies create",
            "keyward iam policies list",
            "keyward iam policies describe",
            "keyward iam policies delete",
            "keyward audit",
            "keyward audit list",
            "keyward audit verify",
            "keyward help");
  }

  @ParameterizedTest
  @MethodSource("allCommands")
  void help_everyCommand_fitsTheTerminal(CommandLine command) {
    String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);

    assertThat(help).contains("Usage: " + command.getCommandSpec().qualifiedName());
    assertThat(help.lines()).allMatch(line -> line.length() <= COLUMNS);
    assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
  }

  /** The last line of a wrapped paragraph must not be a stray word that the author broke off. */
  @Test
  void help_footer_isNotWrappedAgain() {
    CommandLine line = KeywardCommand.commandLine();
    String help = line.getUsageMessage(CommandLine.Help.Ansi.OFF);
    assertThat(help.lines()).containsSubsequence(line.getCommandSpec().usageMessage().footer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "keys create --version", "encrypt -V"})
  void version_everywhere_namesProgramAndJava(String arguments) {
    assertThat(Terminal.runAsIs(NOTHING, arguments.split(" ")).assertDone().out())
        .startsWith("keyward ")
        .contains("java " + System.getProperty("java.version"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "keys",
        "aliases",
        "kyes list",
        "keys list --jsn",
        "keys list surplus",
        "keys describe",
        "keys create --spec RSA_1024",
        "keys create --usage SIGN",
        "keys create --tag novalue",
        "keys delete alias/a --days soon",
        "keys rotate alias/a --every 365 --off",
        "keys rotate alias/a --every",
        "aliases create onlyname",
        "encrypt",
        "sign --key alias/a --algorithm MD5",
        "verify --key alias/a",
        "audit",
        "audit verify surplus",
        "audit list --limit 0",
        "audit list --since yesterday",
        "encrypt --key alias/a -- --out x",
      })
  void commandLine_wrong_exits2WithUsage(String arguments) {
    String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
    String error = Terminal.runAsIs(NOTHING, words).assertWrongUsage();

    assertThat(error.lines()).hasSizeLessThanOrEqualTo(8).last().asString().startsWith("Try: ");
  }

  @Test
  void commandLine_slipOfThePen_isGuessed() {
    assertThat(Terminal.runAsIs(NOTHING, "key", "list").assertWrongUsage())
        .contains("Did you mean: keys?");
    assertThat(Terminal.runAsIs(NOTHING, "keys", "list", "--jsno").assertWrongUsage())
        .contains("--json");
  }

  @Test
  void commandLine_controlCharacters_areShownEscaped() {
    String error =
        Terminal.runAsIs(NOTHING, "keys", "list", "--x\u001b[31m\n\u202e").assertWrongUsage();

    assertThat(error).contains("\\u001b[31m\\u000a\\u202e").doesNotContain("\u001b", "\u202e");
  }

  @Test
  void commandLine_argumentOfOneMegabyte_isRefusedInShort() {
    String error =
        Terminal.runAsIs(NOTHING, "keys", "list", "--" + "x".repeat(1 << 20)).assertWrongUsage();

    assertThat(error.length()).isLessThan(2000);
  }

  /** Secrets come by file, descriptor or prompt: there is no option that takes one. */
  @Test
  void options_all_takeNoSecret() {
    Stream<String> options =
        allCommands()
            .flatMap(command -> command.getCommandSpec().options().stream())
            .map(CommandLine.Model.OptionSpec::longestName);

    assertThat(options.distinct())
        .isNotEmpty()
        .noneMatch(
            name -> name.matches("(?i).*((?<!by)pass|secret|pin|token|plaintext|material).*"));
  }
}
