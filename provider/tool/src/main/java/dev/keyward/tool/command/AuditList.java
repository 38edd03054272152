package dev.keyward.tool.command;

import dev.keyward.kms.AuditEntry;
import dev.keyward.kms.AuditQuery;
import dev.keyward.kms.Kms;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keyward audit list}. */
@Command(
    name = "list",
    description = "Lists the newest events of the audit trail, oldest first.",
    mixinStandardHelpOptions = true)
final class AuditList implements Callable<Integer> {
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})(m|h|d)");

  @Mixin private KmsSession session;
  @Spec private CommandSpec command;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Only events of this key: its id, ARN, or the alias as it was given.")
  private String key;

  @Option(
      names = "--event",
      paramLabel = "NAME",
      description = "Only events of this name, such as Decrypt.")
  private String event;

  @Option(names = "--errors", description = "Only calls that failed.")
  private boolean errors;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only since 30m, 12h or 7d ago, a date, or a time like 2026-11-22T10:00:00Z.")
  private String since;

  @Option(
      names = "--limit",
      defaultValue = "50",
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--json", description = "Print the events as they stand in the file.")
  private boolean json;

  AuditList() {}

  @Override
  public Integer call() {
    AuditQuery query = query();
    List<AuditEntry> entries;
    try (Kms kms = session.open()) {
      entries = AuditCommand.trailOf(kms).readAudit(query);
    }
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      entries.forEach(entry -> out.println(Shown.json(entry.json())));
    } else {
      print(entries, out);
    }
    return 0;
  }

  private static void print(List<AuditEntry> entries, PrintWriter out) {
    if (entries.isEmpty()) {
      out.println("No such events.");
      return;
    }
    Table table = new Table("TIME", "WHO", "EVENT", "KEY", "OUTCOME");
    for (AuditEntry entry : entries) {
      table.add(
          Shown.moment(entry.time()),
          entry.principal() == null ? "?" : Shown.text(Shown.tail(entry.principal())),
          Shown.text(entry.event()),
          entry.key() == null ? "" : Shown.text(Shown.tail(entry.key())),
          entry.error() == null ? "ok" : Shown.text(entry.error()));
    }
    table.print(out);
  }

  private AuditQuery query() {
    if (limit < 1 || limit > AuditQuery.MAX_LIMIT) {
      throw wrong("--limit takes a number from 1 to " + AuditQuery.MAX_LIMIT + ".");
    }
    return new AuditQuery(
        Optional.ofNullable(key),
        Optional.ofNullable(event),
        errors,
        Optional.ofNullable(since).map(this::time),
        limit);
  }

  private Instant time(String text) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      long amount = Long.parseLong(ago.group(1));
      return Instant.now()
          .minus(
              switch (ago.group(2)) {
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
              });
    }
    try {
      return text.length() == "2026-11-22".length()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw wrong(
          "--since takes 30m, 12h, 7d, a date such as 2026-11-22, or a time such as"
              + " 2026-11-22T10:00:00Z.");
    }
  }

  private ParameterException wrong(String text) {
    return new ParameterException(command.commandLine(), text);
  }
}
