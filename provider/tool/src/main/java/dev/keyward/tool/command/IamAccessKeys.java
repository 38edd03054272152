package dev.keyward.tool.command;

import dev.keyward.identity.AccessKey;
import dev.keyward.identity.AccessKeys;
import dev.keyward.identity.IdentityAdministration;
import dev.keyward.identity.IssuedAccessKey;
import dev.keyward.tool.serve.AwsProfile;
import dev.keyward.tool.serve.PrivateFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyward iam access-keys}. */
@Command(
    name = "access-keys",
    description = "Create, list, disable and delete what users sign their requests with.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class IamAccessKeys {
  private static final String USER = "User: name, or ARN.";
  private static final String ID = "Id of the access key, AKIA….";

  @Spec private CommandSpec command;

  IamAccessKeys() {}

  private PrintWriter out() {
    return command.commandLine().getOut();
  }

  private static String arn(KmsSession session, IamCommand.Account account, String name) {
    return name.startsWith("arn:") ? name : "arn:aws:iam::" + account.of(session) + ":user/" + name;
  }

  @Command(
      name = "create",
      description = {
        "Makes an access key and writes it to a new file that nobody else may read, as",
        "a profile for AWS tools. The secret is told this once, and never printed."
      },
      mixinStandardHelpOptions = true)
  int create(
      @Mixin KmsSession session,
      @Mixin IamCommand.Account account,
      @Parameters(paramLabel = "USER", description = USER) String user,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "FILE",
              description = "The file to write; it must not exist.")
          Path file)
      throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new CommandFailure(
          "File " + Shown.text(file.toString()) + " exists already. Name another one.");
    }
    String arn = arn(session, account, user);
    AwsProfile.Service service =
        new AwsProfile.Service(session.region(), Optional.empty(), Optional.empty());
    String id =
        IamCommand.administer(
            session, administration -> issue(administration.accessKeys(), arn, service, file));
    out().println("Id    " + id);
    out().println("File  " + Shown.text(file.toString()));
    return 0;
  }

  private static String issue(AccessKeys keys, String arn, AwsProfile.Service service, Path file) {
    try (IssuedAccessKey issued = keys.create(arn)) {
      byte[] content = AwsProfile.content(issued, service);
      try {
        PrivateFile.create(file, content);
      } catch (IOException e) {
        keys.delete(issued.key().id());
        throw new CommandFailure(
            "File " + Shown.text(file.toString()) + " cannot be written; no access key was made.");
      } finally {
        Arrays.fill(content, (byte) 0);
      }
      return issued.key().id();
    }
  }

  @Command(
      name = "list",
      description = "Lists the access keys of a user.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin KmsSession session,
      @Mixin IamCommand.Account account,
      @Parameters(paramLabel = "USER", description = USER) String user) {
    String arn = arn(session, account, user);
    List<AccessKey> found =
        IamCommand.administer(session, administration -> administration.accessKeys().list(arn));
    Table table = new Table("ID", "STATUS", "CREATED");
    found.forEach(key -> table.add(key.id(), key.status().toString(), Shown.moment(key.created())));
    if (table.isEmpty()) {
      out().println("No access keys.");
    } else {
      table.print(out());
    }
    return 0;
  }

  @Command(
      name = "disable",
      description = "Refuses requests signed with it from now on; it can be enabled again.",
      mixinStandardHelpOptions = true)
  int disable(
      @Mixin KmsSession session, @Parameters(paramLabel = "ID", description = ID) String id) {
    return change(session, id, "Disabled ", keys -> keys.setStatus(id, AccessKey.Status.INACTIVE));
  }

  @Command(
      name = "enable",
      description = "Accepts requests signed with it again.",
      mixinStandardHelpOptions = true)
  int enable(
      @Mixin KmsSession session, @Parameters(paramLabel = "ID", description = ID) String id) {
    return change(session, id, "Enabled ", keys -> keys.setStatus(id, AccessKey.Status.ACTIVE));
  }

  @Command(name = "delete", description = "Deletes it.", mixinStandardHelpOptions = true)
  int delete(
      @Mixin KmsSession session,
      @Mixin Confirmation confirmation,
      @Parameters(paramLabel = "ID", description = ID) String id) {
    confirmation.require(id, "delete the access key");
    return change(session, id, "Deleted ", keys -> keys.delete(id));
  }

  private interface Change {
    void apply(AccessKeys keys);
  }

  private int change(KmsSession session, String id, String word, Change change) {
    IamCommand.<IdentityAdministration>administer(
        session,
        administration -> {
          change.apply(administration.accessKeys());
          return administration;
        });
    out().println(word + Shown.text(id));
    return 0;
  }
}
