package dev.keyward.tool.command;

import dev.keyward.KeywardProvider;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class ToolVersion implements IVersionProvider {

  ToolVersion() {}

  @Override
  public String[] getVersion() {
    return new String[] {
      "keyward " + new KeywardProvider().getVersionStr(),
      "java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"
    };
  }
}
