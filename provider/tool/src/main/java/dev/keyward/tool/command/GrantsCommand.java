package dev.keyward.tool.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.GrantConstraints;
import dev.keyward.kms.GrantListEntry;
import dev.keyward.kms.GrantOperation;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListGrants;
import dev.keyward.kms.RetireGrant;
import dev.keyward.kms.RevokeGrant;
import dev.keyward.kms.json.JsonCodec;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyward grants}. */
@Command(
    name = "grants",
    description = "Share a key with a principal, and end that again.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class GrantsCommand {
  private static final String KEY = "Key id, key ARN, alias/NAME or alias ARN.";

  @Spec private CommandSpec command;

  GrantsCommand() {}

  @Command(
      name = "create",
      description = {
        "Allows a principal to use a key.",
        "Prints its id. The token in --json works at once, the grant within seconds."
      },
      mixinStandardHelpOptions = true)
  int create(
      @Mixin KmsSession session,
      @Parameters(paramLabel = "KEY", description = KEY) String key,
      @Option(
              names = "--to",
              paramLabel = "ARN",
              required = true,
              description = "Who may use the key.")
          String grantee,
      @Option(
              names = "--operation",
              paramLabel = "NAME",
              required = true,
              split = ",",
              converter = GrantOperationName.class,
              description = "What it may do, such as Decrypt; several with commas.")
          List<GrantOperation> operations,
      @Option(names = "--retiring", paramLabel = "ARN", description = "Who else may end the grant.")
          String retiring,
      @Option(names = "--name", paramLabel = "NAME", description = "Makes repeating harmless.")
          String name,
      @Option(
              names = "--context",
              paramLabel = "NAME=VALUE",
              description = "Pair that the encryption context must contain; may be repeated.")
          Map<String, String> context,
      @Option(names = "--json", description = "Print the grant's id and token as JSON.")
          boolean json) {
    GrantConstraints constraints =
        context == null || context.isEmpty() ? null : new GrantConstraints(context, null, null);
    try (Kms kms = session.open()) {
      CreateGrant.Response grant =
          kms.createGrant(
              CreateGrant.Request.of(KeyNames.resolve(kms, key), grantee, operations)
                  .withRetiringPrincipal(retiring)
                  .withName(name)
                  .withConstraints(constraints));
      out().println(json ? Shown.json(JsonCodec.writePretty(grant)) : "Grant " + grant.grantId());
    }
    return 0;
  }

  @Command(
      name = "list",
      description = "Lists the grants of a key.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin KmsSession session,
      @Parameters(paramLabel = "KEY", description = KEY) String key,
      @Option(names = "--json", description = "Print one JSON object a line.") boolean json) {
    Table table = new Table("GRANT", "TO", "OPERATIONS", "RETIRING", "NAME", "CREATED");
    try (Kms kms = session.open()) {
      ListGrants.Request request = ListGrants.Request.of(KeyNames.resolve(kms, key));
      String marker = null;
      do {
        ListGrants.Response page = kms.listGrants(request.withMarker(marker));
        page.grants().forEach(grant -> show(grant, json, table));
        marker = page.nextMarker();
      } while (marker != null);
    }
    if (!json && table.isEmpty()) {
      out().println("No grants.");
    } else if (!json) {
      table.print(out());
    }
    return 0;
  }

  private void show(GrantListEntry grant, boolean json, Table table) {
    if (json) {
      out().println(Shown.json(new String(JsonCodec.write(grant), UTF_8)));
      return;
    }
    table.add(
        grant.grantId(),
        either(grant.granteePrincipal(), grant.granteeServicePrincipal()),
        grant.operations().stream().map(GrantOperation::wireName).collect(Collectors.joining(",")),
        either(grant.retiringPrincipal(), grant.retiringServicePrincipal()),
        grant.name() == null ? "" : Shown.text(grant.name()),
        Shown.moment(grant.creationDate()));
  }

  private static String either(String principal, String service) {
    String who = principal == null ? service : principal;
    return who == null ? "" : Shown.text(who);
  }

  @Command(
      name = "revoke",
      description = "Ends a grant, as an administrator of the key.",
      mixinStandardHelpOptions = true)
  int revoke(
      @Mixin KmsSession session,
      @Parameters(index = "0", paramLabel = "KEY", description = KEY) String key,
      @Parameters(index = "1", paramLabel = "GRANT", description = "Grant id.") String grant) {
    try (Kms kms = session.open()) {
      kms.revokeGrant(RevokeGrant.Request.of(KeyNames.resolve(kms, key), grant));
      out().println("Revoked " + Shown.text(grant));
    }
    return 0;
  }

  @Command(
      name = "retire",
      description = "Ends a grant, as the one who uses it or may retire it.",
      mixinStandardHelpOptions = true)
  int retire(
      @Mixin KmsSession session,
      @Parameters(index = "0", paramLabel = "KEY", description = KEY) String key,
      @Parameters(index = "1", paramLabel = "GRANT", description = "Grant id.") String grant) {
    try (Kms kms = session.open()) {
      // The operation takes a key ARN only.
      String arn =
          kms.describeKey(DescribeKey.Request.of(KeyNames.resolve(kms, key))).keyMetadata().arn();
      kms.retireGrant(RetireGrant.Request.of(null).withKeyId(arn).withGrantId(grant));
      out().println("Retired " + Shown.text(grant));
    }
    return 0;
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }
}
