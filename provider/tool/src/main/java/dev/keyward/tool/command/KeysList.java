package dev.keyward.tool.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.kms.AliasListEntry;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.KeyListEntry;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.json.JsonCodec;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keyward keys list}. */
@Command(
    name = "list",
    description = "Lists all keys with their state and aliases.",
    mixinStandardHelpOptions = true)
final class KeysList implements Callable<Integer> {
  private static final int PAGE = 1000;
  private static final int ALIAS_PAGE = 100;
  private static final int DESCRIPTION_CHARACTERS = 40;

  @Mixin private KmsSession session;
  @Spec private CommandSpec command;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  KeysList() {}

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    Table table = new Table("ID", "SPEC", "USAGE", "STATE", "ALIASES", "DESCRIPTION");
    try (Kms kms = session.open()) {
      Map<String, TreeSet<String>> aliases = json ? Map.of() : aliases(kms);
      String marker = null;
      do {
        ListKeys.Response page =
            kms.listKeys(ListKeys.Request.of().withLimit(PAGE).withMarker(marker));
        for (KeyListEntry entry : page.keys()) {
          KeyMetadata key = kms.describeKey(DescribeKey.Request.of(entry.keyArn())).keyMetadata();
          if (json) {
            out.println(Shown.json(new String(JsonCodec.write(key), UTF_8)));
          } else {
            addRow(table, key, aliases.getOrDefault(key.keyId(), new TreeSet<>()));
          }
        }
        marker = page.nextMarker();
      } while (marker != null);
    }
    if (!json) {
      printTable(table, out);
    }
    return 0;
  }

  private static void printTable(Table table, PrintWriter out) {
    if (table.isEmpty()) {
      out.println("No keys yet. Create one with: keyward keys create --alias NAME");
    } else {
      table.print(out);
    }
  }

  private static void addRow(Table table, KeyMetadata key, TreeSet<String> aliases) {
    table.add(
        key.keyId(),
        String.valueOf(key.keySpec()),
        String.valueOf(key.keyUsage()),
        key.keyState() == null ? "?" : key.keyState().wireName(),
        String.join(" ", aliases),
        key.description() == null ? "" : Shown.text(key.description(), DESCRIPTION_CHARACTERS));
  }

  private static Map<String, TreeSet<String>> aliases(Kms kms) {
    Map<String, TreeSet<String>> byKey = new HashMap<>();
    String marker = null;
    do {
      ListAliases.Response page =
          kms.listAliases(ListAliases.Request.of().withLimit(ALIAS_PAGE).withMarker(marker));
      List<AliasListEntry> entries = page.aliases();
      entries.stream()
          .filter(alias -> alias.targetKeyId() != null)
          .forEach(
              alias ->
                  byKey
                      .computeIfAbsent(alias.targetKeyId(), key -> new TreeSet<>())
                      .add(alias.aliasName()));
      marker = page.nextMarker();
    } while (marker != null);
    return byKey;
  }
}
