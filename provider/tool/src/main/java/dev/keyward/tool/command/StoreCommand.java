package dev.keyward.tool.command;

import dev.keyward.failure.StoreDamagedException;
import dev.keyward.kms.Kms;
import dev.keyward.kms.StoreUpkeep;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keyward store}: the store itself, not the keys in it. */
@Command(
    name = "store",
    description = "Check the store of the embedded service, and change its root key.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class StoreCommand {
  @Spec private CommandSpec command;

  StoreCommand() {}

  @Command(
      name = "verify",
      description = {
        "Checks that every record is what was committed, and nothing is missing.",
        "Exit code 0 if so; else 1, and what is damaged is named."
      },
      mixinStandardHelpOptions = true)
  int verify(@Mixin KmsSession session) {
    try (Kms kms = session.open()) {
      StoreUpkeep.Verified found = upkeepOf(kms).verifyStore();
      out().println("Intact: " + found.records() + " records, " + found.commits() + " commits.");
      return 0;
    } catch (StoreDamagedException e) {
      out().println(Shown.line("DAMAGED: " + e.getMessage()));
      return 1;
    }
  }

  @Command(
      name = "rotate-root",
      description = {
        "Puts the store under a new root key, and destroys the old one.",
        "Programs that have the store open go on; keys and ciphertexts stay."
      },
      mixinStandardHelpOptions = true)
  int rotateRoot(
      @Mixin KmsSession session,
      @Mixin Confirmation confirmation,
      @Option(
              names = "--root-key",
              paramLabel = "file:PATH",
              description = {
                "Where the new root key is made (default: in the place of the old one).",
                "The setting root-key has to name it afterwards."
              })
          String rootKey) {
    confirmation.requireTerminal();
    String setting = rootKey == null ? null : absolute(rootKey);
    try (Kms kms = session.open()) {
      StoreUpkeep store = upkeepOf(kms);
      confirmation.announce(
          "Backups of the old root key stop opening the store, and copies of the store made before"
              + " need the old root key.");
      confirmation.require("root-key", "destroy the root key in force");
      rotate(store, setting);
      out().println("Rotated the root key.");
      if (setting != null) {
        out().println(Shown.line("Now set root-key=" + setting + " everywhere the store is used."));
      }
    }
    return 0;
  }

  private static void rotate(StoreUpkeep store, String setting) {
    if (setting == null) {
      store.rotateRootKey();
      return;
    }
    try {
      store.rotateRootKey(setting);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(e.getMessage());
    }
  }

  /** What is printed has to be right in another directory, too. */
  private static String absolute(String rootKey) {
    return rootKey.startsWith("file:") && rootKey.length() > "file:".length()
        ? "file:" + Path.of(rootKey.substring("file:".length())).toAbsolutePath()
        : rootKey;
  }

  @Command(
      name = "accept-clock",
      description = {
        "Declares the present time right, after the clock was too far ahead.",
        "Until then nothing expires and nothing is deleted."
      },
      mixinStandardHelpOptions = true)
  int acceptClock(@Mixin KmsSession session, @Mixin Confirmation confirmation) {
    try (Kms kms = session.open()) {
      StoreUpkeep store = upkeepOf(kms);
      confirmation.require("now", "take the time of this machine for right");
      out().println("Accepted " + Shown.moment(store.acceptPresentTime()));
    }
    return 0;
  }

  private static StoreUpkeep upkeepOf(Kms kms) {
    if (kms instanceof StoreUpkeep store) {
      return store;
    }
    throw new CommandFailure(
        "This key service keeps its store elsewhere. Use the configuration of the embedded"
            + " service, where the store is.");
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }
}
