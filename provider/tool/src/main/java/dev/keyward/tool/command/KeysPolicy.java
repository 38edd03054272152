package dev.keyward.tool.command;

import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.GetKeyPolicy;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.PutKeyPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyward keys policy}. */
@Command(
    name = "policy",
    description = {
      "Show and replace the key policy of a key.",
      "conf/policies has documents to begin with."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class KeysPolicy {
  private static final String KEY = "Key id, key ARN, alias/NAME or alias ARN.";

  @Spec private CommandSpec command;

  KeysPolicy() {}

  @Command(name = "get", description = "Prints the key policy.", mixinStandardHelpOptions = true)
  int get(
      @Mixin KmsSession session, @Parameters(paramLabel = "KEY", description = KEY) String key) {
    try (Kms kms = session.open()) {
      String policy =
          kms.getKeyPolicy(GetKeyPolicy.Request.of(KeyNames.resolve(kms, key))).policy();
      // A document spans lines, and its line ends are no danger.
      policy.lines().forEach(line -> out().println(Shown.json(line)));
    }
    return 0;
  }

  @Command(
      name = "put",
      description = {
        "Replaces the key policy.",
        "A policy that would keep you from changing it again is refused."
      },
      mixinStandardHelpOptions = true)
  int put(
      @Mixin KmsSession session,
      @Mixin ChangedKey changed,
      @Parameters(index = "0", paramLabel = "KEY", description = KEY) String key,
      @Parameters(
              index = "1",
              paramLabel = "FILE",
              description = "Policy document; - reads standard input.")
          String file,
      @Option(
              names = "--bypass-lockout",
              description = "Accept a policy that keeps you from changing it again.")
          boolean bypassLockout)
      throws IOException {
    String policy = InputFile.text(file, InputFile.MAX_POLICY_BYTES);
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      kms.putKeyPolicy(
          PutKeyPolicy.Request.of(id, policy)
              .withBypassPolicyLockoutSafetyCheck(bypassLockout ? true : null));
      changed.print(kms, id, "Replaced the key policy of " + id);
    }
    return 0;
  }

  @Command(
      name = "split",
      description = {
        "Prints a key policy that tells administrators, who manage the key and cannot use it,",
        "from users, who use it and cannot manage it. Hand it to: keyward keys policy put KEY -"
      },
      mixinStandardHelpOptions = true)
  int split(
      @Mixin KmsSession session,
      @Parameters(paramLabel = "KEY", description = KEY) String key,
      @Option(
              names = "--admins",
              paramLabel = "ARN",
              required = true,
              split = ",",
              description = "Users or roles; several with commas.")
          List<String> administrators,
      @Option(
              names = "--users",
              paramLabel = "ARN",
              required = true,
              split = ",",
              description = "Users or roles; several with commas.")
          List<String> users)
      throws IOException {
    KeyMetadata found;
    try (Kms kms = session.open()) {
      found = kms.describeKey(DescribeKey.Request.of(KeyNames.resolve(kms, key))).keyMetadata();
    }
    out().print(SplitPolicy.of(found, administrators, users));
    out().flush();
    return 0;
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }
}
