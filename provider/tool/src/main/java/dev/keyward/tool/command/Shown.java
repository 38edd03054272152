package dev.keyward.tool.command;

import dev.keyward.model.Quoted;

/** Text of other people on a terminal: always one line, control characters escaped. */
final class Shown {
  /** More than any message has. */
  private static final int MAX_CHARACTERS = 10_000;

  private Shown() {}

  /** The text as it is if it is plain, else quoted and escaped. */
  static String text(String text) {
    String quoted = Quoted.of(text);
    boolean plain = quoted.length() == text.length() + 2 && quoted.startsWith(text, 1);
    return plain ? text : quoted;
  }

  /** A message that may contain such text, made one line. */
  static String line(String message) {
    return Quoted.line(message, MAX_CHARACTERS);
  }
}
