package dev.keyward.tool.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.kms.IncludeKeyMaterial;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListKeyRotations;
import dev.keyward.kms.RotationsListEntry;
import dev.keyward.kms.json.JsonCodec;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyward keys rotations}. */
@Command(
    name = "rotations",
    description = "Lists the key material a key has and had.",
    mixinStandardHelpOptions = true)
final class KeysRotations implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "KEY", description = "Key id, key ARN, alias/NAME or alias ARN.")
  private String key;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  KeysRotations() {}

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    Table table =
        new Table("MATERIAL", "STATE", "ROTATED", "WHY", "IMPORT", "VALID UNTIL", "DESCRIPTION");
    try (Kms kms = session.open()) {
      ListKeyRotations.Request request =
          ListKeyRotations.Request.of(KeyNames.resolve(kms, key))
              .withIncludeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL);
      String marker = null;
      do {
        ListKeyRotations.Response page = kms.listKeyRotations(request.withMarker(marker));
        for (RotationsListEntry entry : page.rotations()) {
          if (json) {
            out.println(Shown.json(new String(JsonCodec.write(entry), UTF_8)));
          } else {
            addRow(table, entry);
          }
        }
        marker = page.nextMarker();
      } while (marker != null);
    }
    if (!json && table.isEmpty()) {
      out.println("No key material.");
    } else if (!json) {
      table.print(out);
    }
    return 0;
  }

  private static void addRow(Table table, RotationsListEntry entry) {
    table.add(
        text(entry.keyMaterialId()),
        text(entry.keyMaterialState()),
        Shown.moment(entry.rotationDate()),
        text(entry.rotationType()),
        text(entry.importState()),
        Shown.moment(entry.validTo()),
        entry.keyMaterialDescription() == null ? "" : Shown.text(entry.keyMaterialDescription()));
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }
}
