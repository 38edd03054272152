package dev.keyward.tool.command;

import dev.keyward.identity.Identities;
import dev.keyward.identity.IdentityAdministration;
import dev.keyward.kms.Kms;
import java.io.IOException;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keyward iam}. */
@Command(
    name = "iam",
    description = "Users, roles, policies and access keys of the accounts in a store.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {IamUsers.class, IamRoles.class, IamPolicies.class, IamAccessKeys.class})
final class IamCommand {
  /** The most that one page of a listing has. */
  static final int PAGE = 100;

  IamCommand() {}

  /** The option {@code --account}. */
  static final class Account {
    @Option(
        names = "--account",
        paramLabel = "ID",
        description = "Account, 12 digits (default: the configured one).")
    private String account;

    Account() {}

    String of(KmsSession session) {
      return account == null ? session.account() : account;
    }
  }

  /** Something to do with the identities of the key service that is opened for it. */
  interface Work<T> extends Function<Identities, T> {}

  static <T> T with(KmsSession session, Work<T> work) {
    return administer(session, administration -> work.apply(administration.identities()));
  }

  static <T> T administer(KmsSession session, Function<IdentityAdministration, T> work) {
    try (Kms kms = session.open()) {
      if (kms instanceof IdentityAdministration administration) {
        return work.apply(administration);
      }
      throw new CommandFailure(
          "This key service keeps its users and roles elsewhere: administer them there.");
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(e.getMessage());
    }
  }

  /** A policy document from a file or standard input. */
  static String document(String file) throws IOException {
    return InputFile.text(file, InputFile.MAX_POLICY_BYTES);
  }

  static CommandFailure notFound(String what, String arn) {
    return new CommandFailure("There is no " + what + " " + Shown.text(arn) + ".");
  }
}
