package dev.keyward.tool.command;

import dev.keyward.kms.AliasListEntry;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.GetKeyRotationStatus;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.model.KeySpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyward keys describe}. */
@Command(
    name = "describe",
    description = "Shows what is known about a key.",
    mixinStandardHelpOptions = true)
final class KeysDescribe implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "KEY", description = "Key id, key ARN, alias/NAME or alias ARN.")
  private String key;

  @Option(names = "--json", description = "Print the key's metadata as JSON.")
  private boolean json;

  KeysDescribe() {}

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      KeyMetadata found = kms.describeKey(DescribeKey.Request.of(id)).keyMetadata();
      if (json) {
        out.println(Shown.json(JsonCodec.writePretty(found)));
      } else {
        print(kms, found, out);
      }
    }
    return 0;
  }

  private static void print(Kms kms, KeyMetadata key, PrintWriter out) {
    row(out, "Id", key.keyId());
    row(out, "ARN", key.arn());
    row(out, "Spec", key.keySpec());
    row(out, "Usage", key.keyUsage());
    row(out, "State", key.keyState() == null ? null : key.keyState().wireName());
    row(out, "Deletion date", Shown.moment(key.deletionDate()));
    row(out, "Description", key.description() == null ? "" : Shown.text(key.description()));
    row(out, "Created", Shown.moment(key.creationDate()));
    row(out, "Origin", key.origin());
    row(out, "Key material", key.currentKeyMaterialId());
    row(out, "Algorithms", algorithms(key));
    row(out, "Aliases", aliases(kms, key));
    if (key.keySpec() == KeySpec.SYMMETRIC_DEFAULT) {
      row(out, "Rotation", rotation(kms, key));
    }
  }

  private static void row(PrintWriter out, String name, Object value) {
    if (value != null && !value.toString().isEmpty()) {
      out.println(name + " ".repeat(15 - name.length()) + value);
    }
  }

  private static String algorithms(KeyMetadata key) {
    List<? extends Enum<?>> names =
        key.signingAlgorithms() != null ? key.signingAlgorithms() : key.encryptionAlgorithms();
    return names == null ? "" : names.stream().map(Enum::name).collect(Collectors.joining(" "));
  }

  private static String aliases(Kms kms, KeyMetadata key) {
    return kms.listAliases(ListAliases.Request.of().withKeyId(key.keyId())).aliases().stream()
        .map(AliasListEntry::aliasName)
        .collect(Collectors.joining(" "));
  }

  private static String rotation(Kms kms, KeyMetadata key) {
    GetKeyRotationStatus.Response status =
        kms.getKeyRotationStatus(GetKeyRotationStatus.Request.of(key.keyId()));
    return Boolean.TRUE.equals(status.keyRotationEnabled())
        ? "every "
            + status.rotationPeriodInDays()
            + " days, next "
            + Shown.moment(status.nextRotationDate())
        : "off";
  }
}
