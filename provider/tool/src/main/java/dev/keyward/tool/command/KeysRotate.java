package dev.keyward.tool.command;

import dev.keyward.kms.DisableKeyRotation;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.Kms;
import dev.keyward.kms.RotateKeyOnDemand;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keyward keys rotate}. */
@Command(
    name = "rotate",
    description = {
      "Gives a key new key material now, or switches automatic rotation on or off.",
      "What was encrypted before stays readable."
    },
    mixinStandardHelpOptions = true)
final class KeysRotate implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Mixin private ChangedKey changed;

  @Parameters(paramLabel = "KEY", description = "Key id, key ARN, alias/NAME or alias ARN.")
  private String key;

  @ArgGroup private Schedule schedule;

  /** At most one of the two. */
  static final class Schedule {
    @Option(
        names = "--every",
        paramLabel = "DAYS",
        required = true,
        description = "Rotate by itself every 90 to 2560 days.")
    private Integer every;

    @Option(names = "--off", required = true, description = "Do not rotate by itself any more.")
    private boolean off;

    Schedule() {}
  }

  KeysRotate() {}

  @Override
  public Integer call() {
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      if (schedule == null) {
        kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(id));
        changed.print(kms, id, "Rotated " + id);
      } else if (schedule.off) {
        kms.disableKeyRotation(DisableKeyRotation.Request.of(id));
        changed.print(kms, id, "Automatic rotation of " + id + " is off");
      } else {
        kms.enableKeyRotation(
            EnableKeyRotation.Request.of(id).withRotationPeriodInDays(schedule.every));
        changed.print(kms, id, "Key " + id + " is rotated every " + schedule.every + " days");
      }
    }
    return 0;
  }
}
