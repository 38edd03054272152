package dev.keyward.tool;

import dev.keyward.tool.command.KeywardCommand;

/** {@code java -jar keyward.jar}. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the JVM with its exit code: 0 done, 1 refused or failed, 2 wrong
   * usage.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(KeywardCommand.commandLine().execute(arguments));
  }
}
