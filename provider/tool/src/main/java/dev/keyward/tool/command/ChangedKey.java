package dev.keyward.tool.command;

import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Kms;
import dev.keyward.kms.json.JsonCodec;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a verb that changes one key prints: a sentence, or with {@code --json} the key as it is. */
final class ChangedKey {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "Print the key's metadata as JSON.")
  private boolean json;

  ChangedKey() {}

  void print(Kms kms, String id, String sentence) {
    PrintWriter out = command.commandLine().getOut();
    out.println(
        json
            ? Shown.json(
                JsonCodec.writePretty(kms.describeKey(DescribeKey.Request.of(id)).keyMetadata()))
            : sentence);
  }
}
