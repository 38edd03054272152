package dev.keyward.tool.command;

import dev.keyward.kms.EnableKey;
import dev.keyward.kms.Kms;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code keyward keys enable}. */
@Command(name = "enable", description = "Enables a key.", mixinStandardHelpOptions = true)
final class KeysEnable implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Mixin private ChangedKey changed;

  @Parameters(paramLabel = "KEY", description = "Key id, key ARN, alias/NAME or alias ARN.")
  private String key;

  KeysEnable() {}

  @Override
  public Integer call() {
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      kms.enableKey(EnableKey.Request.of(id));
      changed.print(kms, id, "Enabled " + id);
    }
    return 0;
  }
}
