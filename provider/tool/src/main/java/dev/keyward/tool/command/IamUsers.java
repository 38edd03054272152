package dev.keyward.tool.command;

import dev.keyward.identity.Identity;
import picocli.CommandLine.Command;

/** {@code keyward iam users}. */
@Command(
    name = "users",
    description = "Create, show and delete users, and give them policies.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class IamUsers extends IamPrincipals {
  IamUsers() {
    super(Identity.Kind.USER);
  }
}
