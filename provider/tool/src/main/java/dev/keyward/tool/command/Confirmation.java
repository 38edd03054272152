package dev.keyward.tool.command;

import java.io.Console;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --yes}, and the question that is asked without it. */
final class Confirmation {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--yes", description = "Do not ask for confirmation.")
  private boolean yes;

  Confirmation() {}

  /** Refuses without a terminal, before anything is done or shown. */
  void requireTerminal() {
    if (!yes && System.console() == null) {
      throw new ParameterException(
          command.commandLine(), "There is no terminal to confirm at; say --yes.");
    }
  }

  /** Says what should be known before the answer. Only to who is asked. */
  void announce(String sentence) {
    if (!yes) {
      System.console().printf("%s%n", sentence);
    }
  }

  /**
   * Asks for the name of what is about to be lost.
   *
   * @param name what has to be typed
   * @param consequence completes "Type NAME to …"
   */
  void require(String name, String consequence) {
    requireTerminal();
    if (yes) {
      return;
    }
    Console console = System.console();
    if (!name.equals(console.readLine("Type %s to %s: ", name, consequence))) {
      throw new CommandFailure("Nothing was changed.");
    }
  }
}
