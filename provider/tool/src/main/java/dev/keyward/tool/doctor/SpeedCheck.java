package dev.keyward.tool.doctor;

import dev.keyward.envelope.SealingSpeed;
import dev.keyward.kms.Finding;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** How fast messages are sealed in this JVM, and who does it. */
public final class SpeedCheck implements Check {
  /** Without the processor's AES instructions it is a tenth of this. */
  private static final double LEAST = 200;

  private final Supplier<SealingSpeed> measurement;

  /**
   * Prepares.
   *
   * @param measurement takes a second or two
   */
  public SpeedCheck(Supplier<SealingSpeed> measurement) {
    this.measurement = measurement;
  }

  @Override
  public List<Finding> run() {
    SealingSpeed speed = measurement.get();
    String found =
        String.format(
            Locale.ROOT, "%.0f MiB/s, by %s", speed.mebibytesPerSecond(), speed.provider());
    return List.of(
        speed.mebibytesPerSecond() >= LEAST
            ? Finding.ok("AES-GCM speed", found)
            : Finding.warn(
                "AES-GCM speed",
                found + ": slow for a processor with AES instructions",
                "Look whether the machine is busy and the JIT compiler is on."));
  }
}
