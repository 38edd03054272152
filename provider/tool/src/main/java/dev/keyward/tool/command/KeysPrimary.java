package dev.keyward.tool.command;

import dev.keyward.kms.Kms;
import dev.keyward.kms.UpdatePrimaryRegion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code keyward keys primary}. */
@Command(
    name = "primary",
    description = "Makes the replica of a Region the primary key, and the primary a replica.",
    mixinStandardHelpOptions = true)
final class KeysPrimary implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Mixin private ChangedKey changed;

  @Parameters(index = "0", paramLabel = "KEY", description = "The primary key.")
  private String key;

  @Parameters(index = "1", paramLabel = "REGION", description = "Region of the replica.")
  private String region;

  KeysPrimary() {}

  @Override
  public Integer call() {
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      kms.updatePrimaryRegion(UpdatePrimaryRegion.Request.of(id, region));
      changed.print(kms, id, "The primary key of " + id + " is in " + region);
    }
    return 0;
  }
}
