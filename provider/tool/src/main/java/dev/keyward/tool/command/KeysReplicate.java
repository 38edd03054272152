package dev.keyward.tool.command;

import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ReplicateKey;
import dev.keyward.kms.json.JsonCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyward keys replicate}. */
@Command(
    name = "replicate",
    description = {
      "Makes a replica of a multi-Region key in another Region.",
      "It has the same id and key material, and policy, aliases and state of its own."
    },
    mixinStandardHelpOptions = true)
final class KeysReplicate implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Spec private CommandSpec command;

  @Parameters(index = "0", paramLabel = "KEY", description = "The primary key.")
  private String key;

  @Parameters(index = "1", paramLabel = "REGION", description = "Where the replica will be.")
  private String region;

  @Option(names = "--description", paramLabel = "TEXT", description = "Free text.")
  private String description;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Key policy; - reads standard input (default: the account decides).")
  private String policy;

  @Option(names = "--json", description = "Print the replica's metadata as JSON.")
  private boolean json;

  KeysReplicate() {}

  @Override
  public Integer call() throws IOException {
    String document = policy == null ? null : InputFile.text(policy, InputFile.MAX_POLICY_BYTES);
    PrintWriter out = command.commandLine().getOut();
    try (Kms kms = session.open()) {
      KeyMetadata replica =
          kms.replicateKey(
                  ReplicateKey.Request.of(KeyNames.resolve(kms, key), region)
                      .withDescription(description)
                      .withPolicy(document))
              .replicaKeyMetadata();
      out.println(
          json
              ? Shown.json(JsonCodec.writePretty(replica))
              : "Replica " + replica.arn() + " is " + replica.keyState().words() + ".");
    }
    return 0;
  }
}
