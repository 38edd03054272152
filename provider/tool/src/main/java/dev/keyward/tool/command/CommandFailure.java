package dev.keyward.tool.command;

/** A command cannot do what it was asked; the text is for people. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailure(String message) {
    super(message);
  }
}
