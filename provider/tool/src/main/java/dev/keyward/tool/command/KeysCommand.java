package dev.keyward.tool.command;

import picocli.CommandLine.Command;

/** {@code keyward keys}. */
@Command(
    name = "keys",
    description = "Create, show and retire keys.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      KeysCreate.class,
      KeysList.class,
      KeysDescribe.class,
      KeysEnable.class,
      KeysDisable.class,
      KeysRotate.class,
      KeysDelete.class,
      KeysCancelDeletion.class
    })
final class KeysCommand {
  KeysCommand() {}
}
