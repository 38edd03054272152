package dev.keyward.tool.command;

import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.Kms;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code keyward keys cancel-deletion}. */
@Command(
    name = "cancel-deletion",
    description = "Ends the waiting period before a deletion; the key is disabled.",
    mixinStandardHelpOptions = true)
final class KeysCancelDeletion implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Mixin private ChangedKey changed;

  @Parameters(paramLabel = "KEY", description = "Key id, key ARN, alias/NAME or alias ARN.")
  private String key;

  KeysCancelDeletion() {}

  @Override
  public Integer call() {
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      kms.cancelKeyDeletion(CancelKeyDeletion.Request.of(id));
      changed.print(
          kms, id, "Deletion of " + id + " cancelled. The key is disabled; enable it to use it.");
    }
    return 0;
  }
}
