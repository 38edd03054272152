package dev.keyward.tool.command;

import dev.keyward.identity.Identity;
import picocli.CommandLine.Command;

/** {@code keyward iam roles}. */
@Command(
    name = "roles",
    description = "Create, show and delete roles, and give them policies.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class IamRoles extends IamPrincipals {
  IamRoles() {
    super(Identity.Kind.ROLE);
  }
}
