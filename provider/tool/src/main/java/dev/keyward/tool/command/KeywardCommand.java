package dev.keyward.tool.command;

import dev.keyward.config.ConfigurationException;
import dev.keyward.failure.KeywardException;
import dev.keyward.failure.KmsException;
import dev.keyward.kms.KmsServiceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.security.GeneralSecurityException;
import java.util.List;
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
      "Without any configuration the keys are in ~/.keyward. Another store or",
      "service is chosen with --config FILE, with KEYWARD_CONFIG, or with",
      "java -Dkeyward.NAME=VALUE.",
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
      GrantsCommand.class,
      StoreCommand.class,
      StoresCommand.class,
      IamCommand.class,
      AuditCommand.class,
      ServeCommand.class,
      DoctorCommand.class,
      HelpCommand.class
    })
public final class KeywardCommand {
  /** Room for the longest list of allowed values. */
  private static final int MAX_MESSAGE = 1000;

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
    showVersionEverywhere(line);
    line.setParameterExceptionHandler((failure, arguments) -> reportUsage(failure));
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

  private static void showVersionEverywhere(CommandLine line) {
    line.getCommandSpec().versionProvider(new ToolVersion());
    line.getSubcommands().values().forEach(KeywardCommand::showVersionEverywhere);
  }

  /** What is wrong, the shape of a right line, and where to read more: not the whole help text. */
  private static int reportUsage(CommandLine.ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("keyward: " + shortened(Shown.line(String.valueOf(failure.getMessage()))));
    if (failure instanceof CommandLine.UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        err.println("Did you mean: " + Shown.line(String.join(" or ", suggestions)) + "?");
      }
    }
    CommandLine.Help help = command.getHelp();
    err.print("Usage: " + help.synopsis("Usage: ".length()));
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** Arguments come from anywhere and may be as long as they like. */
  private static String shortened(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
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
        || failure instanceof InvalidPathException
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
