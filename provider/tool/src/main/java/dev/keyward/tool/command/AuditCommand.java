package dev.keyward.tool.command;

import dev.keyward.kms.AuditReading;
import dev.keyward.kms.Kms;
import picocli.CommandLine.Command;

/** {@code keyward audit}. */
@Command(
    name = "audit",
    description = "Read and check the audit trail.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AuditList.class, AuditVerify.class})
final class AuditCommand {
  AuditCommand() {}

  /** The trail of a key service that keeps one. */
  static AuditReading trailOf(Kms kms) {
    if (kms instanceof AuditReading reading) {
      return reading;
    }
    throw new CommandFailure(
        "This key service keeps its audit trail elsewhere. Use the embedded service's own"
            + " configuration, or the trail of the service.");
  }
}
