package dev.keyward.tool.command;

import dev.keyward.kms.AliasListEntry;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.DeleteAlias;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.kms.json.JsonCodec;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyward aliases}. */
@Command(
    name = "aliases",
    description = "Create, move, delete and list names for keys.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class AliasesCommand {
  private static final int PAGE = 100;

  @Spec private CommandSpec command;

  AliasesCommand() {}

  @Command(
      name = "create",
      description = "Creates an alias for a key.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin KmsSession session,
      @Parameters(paramLabel = "ALIAS", description = "Its name, with or without alias/.")
          String alias,
      @Parameters(paramLabel = "KEY", description = "Key id, key ARN, alias/NAME or alias ARN.")
          String key) {
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      kms.createAlias(CreateAlias.Request.of(KeyNames.alias(alias), id));
      out().println(KeyNames.alias(alias) + " -> " + id);
    }
    return 0;
  }

  @Command(
      name = "update",
      description = "Points an alias to another key of the same kind.",
      mixinStandardHelpOptions = true)
  int update(
      @Mixin KmsSession session,
      @Parameters(paramLabel = "ALIAS", description = "Its name, with or without alias/.")
          String alias,
      @Parameters(paramLabel = "KEY", description = "Key id, key ARN, alias/NAME or alias ARN.")
          String key) {
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      kms.updateAlias(UpdateAlias.Request.of(KeyNames.alias(alias), id));
      out().println(KeyNames.alias(alias) + " -> " + id);
    }
    return 0;
  }

  @Command(
      name = "delete",
      description = "Deletes an alias; its key stays.",
      mixinStandardHelpOptions = true)
  int delete(
      @Mixin KmsSession session,
      @Parameters(paramLabel = "ALIAS", description = "Its name, with or without alias/.")
          String alias) {
    try (Kms kms = session.open()) {
      kms.deleteAlias(DeleteAlias.Request.of(KeyNames.alias(alias)));
      out().println("Deleted " + KeyNames.alias(alias));
    }
    return 0;
  }

  @Command(name = "list", description = "Lists all aliases.", mixinStandardHelpOptions = true)
  int list(
      @Mixin KmsSession session,
      @Option(
              names = "--all",
              description = "Also names reserved for services that have no key yet.")
          boolean all,
      @Option(names = "--json", description = "Print one JSON object a line.") boolean json) {
    Table table = new Table("ALIAS", "KEY", "UPDATED");
    try (Kms kms = session.open()) {
      String marker = null;
      do {
        ListAliases.Response page =
            kms.listAliases(ListAliases.Request.of().withLimit(PAGE).withMarker(marker));
        page.aliases().stream()
            .filter(alias -> all || alias.targetKeyId() != null)
            .forEach(alias -> show(alias, json, table));
        marker = page.nextMarker();
      } while (marker != null);
    }
    if (!json && table.isEmpty()) {
      out().println("No aliases yet. Create one with: keyward aliases create NAME KEY");
    } else if (!json) {
      table.print(out());
    }
    return 0;
  }

  private void show(AliasListEntry alias, boolean json, Table table) {
    if (json) {
      out().println(Shown.json(new String(JsonCodec.write(alias), StandardCharsets.UTF_8)));
    } else {
      table.add(
          alias.aliasName(),
          alias.targetKeyId() == null ? "-" : alias.targetKeyId(),
          alias.lastUpdatedDate() == null ? "-" : Shown.moment(alias.lastUpdatedDate()));
    }
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }
}
