package dev.keyward.tool.command;

import dev.keyward.config.ConfigurationException;
import dev.keyward.failure.KeywardException;
import dev.keyward.failure.KmsException;
import dev.keyward.kms.KmsServiceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.GeneralSecurityException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The program as a whole. */
@Command(
    name = "keyward",
    description =
        "Managed keys for Java: create, use and retire the keys of a key management service.",
    mixinStandardHelpOptions = true,
    versionProvider = ToolVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Without any configuration the keys are in ~/.keyward. Another store or service is chosen",
      "with --config FILE, with KEYWARD_CONFIG, or with java -Dkeyward.NAME=VALUE.",
      "",
      "Examples:",
      "  keyward keys create --spec SYMMETRIC_DEFAULT --alias orders",
      "  keyward encrypt --key alias/orders --in letter.txt --out letter.sealed",
      "  keyward decrypt --key alias/orders --in letter.sealed",
      "",
      "Exit codes: 0 done, 1 refused or failed, 2 wrong usage."
    },
    subcommands = {
      KeysCommand.class,
      AliasesCommand.class,
      EncryptCommand.class,
      DecryptCommand.class,
      SignCommand.class,
      VerifyCommand.class,
      HelpCommand.class
    })
public final class KeywardCommand {

  /** Made by picocli. */
  public KeywardCommand() {}

  /**
   * The parser and runner of command lines.
   *
   * @return a new one
   */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new KeywardCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> report(failure, command.getErr()));
    line.setExecutionStrategy(
        parsed -> {
          CommandLine deepest =
              parsed.asCommandLineList().get(parsed.asCommandLineList().size() - 1);
          boolean isGroup = !deepest.getSubcommands().isEmpty();
          boolean asksHelp = deepest.isUsageHelpRequested() || deepest.isVersionHelpRequested();
          if (isGroup && !asksHelp) {
            throw new CommandLine.ParameterException(deepest, "Missing command.");
          }
          return new CommandLine.RunLast().execute(parsed);
        });
    return line;
  }

  private static int report(Exception failure, PrintWriter err) throws Exception {
    if (failure instanceof KmsServiceException error) {
      String text = error.getMessage() == null ? "" : ": " + error.getMessage();
      err.println("keyward: " + Shown.line(error.code() + text));
    } else if (failure instanceof CommandFailure
        || failure instanceof KmsException
        || failure instanceof KeywardException
        || failure instanceof ConfigurationException
        || failure instanceof GeneralSecurityException
        || failure instanceof IOException) {
      err.println("keyward: " + Shown.line(messageOf(failure)));
    } else {
      throw failure;
    }
    return 1;
  }

  private static String messageOf(Exception failure) {
    String message = failure.getMessage();
    if (failure instanceof java.nio.file.NoSuchFileException) {
      return "no such file: " + message;
    }
    if (failure instanceof java.nio.file.AccessDeniedException) {
      return "access denied: " + message;
    }
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
