package dev.keyward.tool.command;

import dev.keyward.kms.DisableKey;
import dev.keyward.kms.Kms;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code keyward keys disable}. */
@Command(
    name = "disable",
    description = "Disables a key; it can be enabled again.",
    mixinStandardHelpOptions = true)
final class KeysDisable implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Mixin private ChangedKey changed;

  @Parameters(paramLabel = "KEY", description = "Key id, key ARN, alias/NAME or alias ARN.")
  private String key;

  KeysDisable() {}

  @Override
  public Integer call() {
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      kms.disableKey(DisableKey.Request.of(id));
      changed.print(kms, id, "Disabled " + id);
    }
    return 0;
  }
}
