package dev.keyward.tool.command;

import dev.keyward.identity.Identities;
import dev.keyward.identity.ManagedPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyward iam policies}. */
@Command(
    name = "policies",
    description = {
      "Create, show and delete managed policies, to be attached to users and roles.",
      "conf/policies has documents to begin with."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class IamPolicies {
  private static final String NAME = "Name, or ARN.";

  @Spec private CommandSpec command;

  IamPolicies() {}

  private PrintWriter out() {
    return command.commandLine().getOut();
  }

  private static String arn(KmsSession session, IamCommand.Account account, String name) {
    return name.startsWith("arn:")
        ? name
        : "arn:aws:iam::" + account.of(session) + ":policy/" + name;
  }

  @Command(
      name = "create",
      description = "Creates a policy, and prints its ARN.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin KmsSession session,
      @Mixin IamCommand.Account account,
      @Parameters(index = "0", paramLabel = "NAME", description = "Its name.") String name,
      @Parameters(
              index = "1",
              paramLabel = "FILE",
              description = "Policy document; - reads standard input.")
          String file)
      throws IOException {
    String document = IamCommand.document(file);
    ManagedPolicy made =
        IamCommand.with(
            session, identities -> identities.createPolicy(account.of(session), name, document));
    out().println("ARN   " + made.arn());
    return 0;
  }

  @Command(name = "list", description = "Lists the policies.", mixinStandardHelpOptions = true)
  int list(@Mixin KmsSession session, @Mixin IamCommand.Account account) {
    Table table = new Table("NAME", "ARN", "CREATED");
    IamCommand.with(session, identities -> collect(identities, account.of(session), table));
    if (table.isEmpty()) {
      out().println("No policies.");
    } else {
      table.print(out());
    }
    return 0;
  }

  private static Table collect(Identities identities, String account, Table table) {
    Optional<String> after = Optional.empty();
    List<ManagedPolicy> page;
    do {
      page = identities.listPolicies(account, after, IamCommand.PAGE);
      for (ManagedPolicy one : page) {
        table.add(Shown.text(one.name()), Shown.text(one.arn()), Shown.moment(one.created()));
        after = Optional.of(one.name());
      }
    } while (page.size() == IamCommand.PAGE);
    return table;
  }

  @Command(
      name = "describe",
      description = "Prints the document of a policy.",
      mixinStandardHelpOptions = true)
  int describe(
      @Mixin KmsSession session,
      @Mixin IamCommand.Account account,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    String arn = arn(session, account, name);
    ManagedPolicy found =
        IamCommand.with(session, identities -> identities.findPolicy(arn))
            .orElseThrow(() -> IamCommand.notFound("policy", arn));
    found.document().lines().forEach(line -> out().println(Shown.json(line)));
    return 0;
  }

  @Command(
      name = "delete",
      description = "Deletes a policy that is attached to nobody.",
      mixinStandardHelpOptions = true)
  int delete(
      @Mixin KmsSession session,
      @Mixin IamCommand.Account account,
      @Mixin Confirmation confirmation,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    confirmation.require(name, "delete the policy");
    String arn = arn(session, account, name);
    IamCommand.with(
        session,
        identities -> {
          identities.deletePolicy(arn);
          return arn;
        });
    out().println("Deleted " + Shown.text(arn));
    return 0;
  }
}
