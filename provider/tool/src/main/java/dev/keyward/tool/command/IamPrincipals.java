package dev.keyward.tool.command;

import dev.keyward.identity.Identities;
import dev.keyward.identity.Identity;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verbs that users and roles have in common. */
abstract class IamPrincipals {
  private static final String NAME = "Name, or ARN.";

  private final Identity.Kind kind;
  @Spec private CommandSpec command;

  IamPrincipals(Identity.Kind kind) {
    this.kind = kind;
  }

  private String word() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }

  private String arn(KmsSession session, IamCommand.Account account, String name) {
    return name.startsWith("arn:")
        ? name
        : "arn:aws:iam::" + account.of(session) + ":" + word() + "/" + name;
  }

  @Command(
      name = "create",
      description = "Creates one without any permission, and prints its ARN.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin KmsSession session,
      @Mixin IamCommand.Account account,
      @Parameters(paramLabel = "NAME", description = "Its name.") String name,
      @Option(names = "--tag", paramLabel = "NAME=VALUE", description = "A tag; may be repeated.")
          Map<String, String> tags) {
    String arn =
        IamCommand.with(
            session,
            identities -> {
              Identity made = identities.create(kind, account.of(session), name);
              if (tags != null && !tags.isEmpty()) {
                identities.tag(made.arn(), tags);
              }
              return made.arn();
            });
    out().println("ARN   " + arn);
    return 0;
  }

  @Command(name = "list", description = "Lists them.", mixinStandardHelpOptions = true)
  int list(@Mixin KmsSession session, @Mixin IamCommand.Account account) {
    Table table = new Table("NAME", "ARN", "CREATED", "POLICIES");
    IamCommand.with(session, identities -> collect(identities, account.of(session), table));
    if (table.isEmpty()) {
      out().println("No " + word() + "s.");
    } else {
      table.print(out());
    }
    return 0;
  }

  private Table collect(Identities identities, String account, Table table) {
    Optional<String> after = Optional.empty();
    List<Identity> page;
    do {
      page = identities.list(kind, account, after, IamCommand.PAGE);
      for (Identity one : page) {
        int policies = one.inlinePolicies().size() + one.attachedPolicies().size();
        table.add(
            Shown.text(one.name()),
            Shown.text(one.arn()),
            Shown.moment(one.created()),
            String.valueOf(policies));
        after = Optional.of(one.name());
      }
    } while (page.size() == IamCommand.PAGE);
    return table;
  }

  @Command(
      name = "describe",
      description = "Shows one with its policies.",
      mixinStandardHelpOptions = true)
  int describe(
      @Mixin KmsSession session,
      @Mixin IamCommand.Account account,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    String arn = arn(session, account, name);
    Identity found =
        IamCommand.with(session, identities -> identities.find(arn))
            .orElseThrow(() -> IamCommand.notFound(word(), arn));
    out().println("ARN       " + Shown.text(found.arn()));
    out().println("Id        " + found.uniqueId());
    out().println("Created   " + Shown.moment(found.created()));
    found.boundary().ifPresent(limit -> out().println("Boundary  " + Shown.text(limit)));
    new TreeMap<>(found.tags())
        .forEach((key, value) -> out().println("Tag       " + Shown.text(key + "=" + value)));
    new TreeSet<>(found.attachedPolicies())
        .forEach(policy -> out().println("Attached  " + Shown.text(policy)));
    new TreeMap<>(found.inlinePolicies())
        .forEach(
            (policy, document) -> {
              out().println("Policy    " + Shown.text(policy));
              document.lines().forEach(line -> out().println("  " + Shown.json(line)));
            });
    return 0;
  }

  @Command(
      name = "delete",
      description = "Deletes one with its own policies.",
      mixinStandardHelpOptions = true)
  int delete(
      @Mixin KmsSession session,
      @Mixin IamCommand.Account account,
      @Mixin Confirmation confirmation,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    confirmation.require(name, "delete the " + word());
    return changed(session, arn(session, account, name), "Deleted ", Identities::delete);
  }

  @Command(
      name = "attach",
      description = "Attaches a managed policy.",
      mixinStandardHelpOptions = true)
  int attach(
      @Mixin KmsSession session,
      @Mixin IamCommand.Account account,
      @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
      @Parameters(index = "1", paramLabel = "ARN", description = "The policy.") String policy) {
    return changed(
        session,
        arn(session, account, name),
        "Attached " + Shown.text(policy) + " to ",
        (identities, arn) -> identities.attachPolicy(arn, policy));
  }

  @Command(
      name = "detach",
      description = "Detaches a managed policy.",
      mixinStandardHelpOptions = true)
  int detach(
      @Mixin KmsSession session,
      @Mixin IamCommand.Account account,
      @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
      @Parameters(index = "1", paramLabel = "ARN", description = "The policy.") String policy) {
    return changed(
        session,
        arn(session, account, name),
        "Detached " + Shown.text(policy) + " from ",
        (identities, arn) -> identities.detachPolicy(arn, policy));
  }

  @Command(
      name = "put-policy",
      description = "Makes or replaces a policy of its own.",
      mixinStandardHelpOptions = true)
  int putPolicy(
      @Mixin KmsSession session,
      @Mixin IamCommand.Account account,
      @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
      @Parameters(index = "1", paramLabel = "POLICY", description = "Name of the policy.")
          String policy,
      @Parameters(
              index = "2",
              paramLabel = "FILE",
              description = "Policy document; - reads standard input.")
          String file)
      throws IOException {
    String document = IamCommand.document(file);
    return changed(
        session,
        arn(session, account, name),
        "Put policy " + Shown.text(policy) + " of ",
        (identities, arn) -> identities.putInlinePolicy(arn, policy, document));
  }

  @Command(
      name = "delete-policy",
      description = "Deletes a policy of its own.",
      mixinStandardHelpOptions = true)
  int deletePolicy(
      @Mixin KmsSession session,
      @Mixin IamCommand.Account account,
      @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
      @Parameters(index = "1", paramLabel = "POLICY", description = "Name of the policy.")
          String policy) {
    return changed(
        session,
        arn(session, account, name),
        "Deleted policy " + Shown.text(policy) + " of ",
        (identities, arn) -> identities.deleteInlinePolicy(arn, policy));
  }

  private interface Change {
    void apply(Identities identities, String arn);
  }

  private int changed(KmsSession session, String arn, String sentence, Change change) {
    IamCommand.with(
        session,
        identities -> {
          change.apply(identities, arn);
          return arn;
        });
    out().println(sentence + Shown.text(arn));
    return 0;
  }
}
