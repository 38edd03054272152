package dev.keyward.tool.command;

import dev.keyward.kms.Kms;
import dev.keyward.kms.ScheduleKeyDeletion;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keyward keys delete}. */
@Command(
    name = "delete",
    description = {
      "Schedules the deletion of a key after a waiting period of 7 to 30 days.",
      "Until it ends the key cannot be used and the deletion can be cancelled.",
      "Afterwards nothing encrypted under the key can be read again, by anyone.",
      "Says first when the key was used last."
    },
    mixinStandardHelpOptions = true)
final class KeysDelete implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Mixin private ChangedKey changed;
  @Mixin private Confirmation confirmation;

  @Parameters(paramLabel = "KEY", description = "Key id, key ARN, alias/NAME or alias ARN.")
  private String key;

  @Option(
      names = "--days",
      defaultValue = "30",
      paramLabel = "DAYS",
      description = "Waiting period, 7 to 30 days (default: ${DEFAULT-VALUE}).")
  private int days;

  KeysDelete() {}

  @Override
  public Integer call() {
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      confirmation.requireTerminal();
      String lastUsed = LastUsage.inWords(kms, id, InstantSource.system());
      confirmation.announce("Key " + id + " was last used: " + lastUsed);
      confirmation.require(id, "schedule its deletion in " + days + " days");
      ScheduleKeyDeletion.Response answer =
          kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(id).withPendingWindowInDays(days));
      changed.print(
          kms,
          id,
          "Key "
              + id
              + " is pending deletion"
              + (answer.deletionDate() == null
                  ? ", as soon as its replicas are gone."
                  : " until " + Shown.moment(answer.deletionDate()))
              + "\nLast used      "
              + lastUsed);
    }
    return 0;
  }
}
