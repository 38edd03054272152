package dev.keyward.tool.command;

import dev.keyward.kms.Kms;
import dev.keyward.kms.ScheduleKeyDeletion;
import java.io.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyward keys delete}. */
@Command(
    name = "delete",
    description = {
      "Schedules the deletion of a key after a waiting period of 7 to 30 days.",
      "Until it ends the key cannot be used and the deletion can be cancelled.",
      "Afterwards nothing encrypted under the key can be read again, by anyone."
    },
    mixinStandardHelpOptions = true)
final class KeysDelete implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Mixin private ChangedKey changed;
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "KEY", description = "Key id, key ARN, alias/NAME or alias ARN.")
  private String key;

  @Option(
      names = "--days",
      defaultValue = "30",
      paramLabel = "DAYS",
      description = "Waiting period, 7 to 30 days (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(names = "--yes", description = "Do not ask for confirmation.")
  private boolean yes;

  KeysDelete() {}

  @Override
  public Integer call() {
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      if (!yes && !confirmed(id)) {
        throw new CommandFailure("Nothing was changed.");
      }
      ScheduleKeyDeletion.Response answer =
          kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(id).withPendingWindowInDays(days));
      changed.print(
          kms,
          id,
          "Key " + id + " is pending deletion until " + Shown.moment(answer.deletionDate()));
    }
    return 0;
  }

  private boolean confirmed(String id) {
    Console console = System.console();
    if (console == null) {
      throw new ParameterException(
          command.commandLine(), "There is no terminal to confirm at; say --yes.");
    }
    String answer =
        console.readLine("Type the key id %s to schedule its deletion in %d days: ", id, days);
    return id.equals(answer);
  }
}
