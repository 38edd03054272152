package dev.keyward.tool.command;

import dev.keyward.kms.AuditVerification;
import dev.keyward.kms.AuditVerification.Problem;
import dev.keyward.kms.Kms;
import dev.keyward.kms.json.JsonCodec;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keyward audit verify}. */
@Command(
    name = "verify",
    description = {
      "Checks that nothing in the audit trail was changed, removed or added.",
      "Exit code 0 if so; else 1, and the first bad line of each trail is named."
    },
    mixinStandardHelpOptions = true)
final class AuditVerify implements Callable<Integer> {

  @Mixin private KmsSession session;
  @Spec private CommandSpec command;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  AuditVerify() {}

  /** What {@code --json} prints. */
  record Report(
      Boolean intact,
      Long trails,
      Long files,
      Long records,
      Long checkpoints,
      Long signedRecords,
      Long openTrails,
      List<String> unprovenTails,
      List<BadLine> problems) {}

  /** One problem in {@code --json}. */
  record BadLine(String file, Long line, String reason) {}

  @Override
  public Integer call() {
    AuditVerification found;
    try (Kms kms = session.open()) {
      found = AuditCommand.trailOf(kms).verifyAudit();
    }
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(Shown.json(new String(JsonCodec.write(report(found)), StandardCharsets.UTF_8)));
    } else {
      print(found, out);
    }
    return found.isIntact() ? 0 : 1;
  }

  private static void print(AuditVerification found, PrintWriter out) {
    for (Problem problem : found.problems()) {
      String line = problem.line() == 0 ? "" : " line " + problem.line();
      out.println(Shown.line(problem.file() + line + ": " + problem.reason()));
    }
    for (String tail : found.unprovenTails()) {
      out.println(Shown.line(tail));
    }
    out.println(
        (found.isIntact() ? "Intact: " : "DAMAGED: ")
            + counted(found.records(), "event")
            + " in "
            + counted(found.files(), "file")
            + " of "
            + counted(found.trails(), "trail")
            + ", "
            + found.signedRecords()
            + " of them signed by "
            + counted(found.checkpoints(), "checkpoint")
            + ".");
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static Report report(AuditVerification found) {
    return new Report(
        found.isIntact(),
        found.trails(),
        found.files(),
        found.records(),
        found.checkpoints(),
        found.signedRecords(),
        found.openTrails(),
        found.unprovenTails(),
        found.problems().stream()
            .map(problem -> new BadLine(problem.file(), problem.line(), problem.reason()))
            .toList());
  }
}
