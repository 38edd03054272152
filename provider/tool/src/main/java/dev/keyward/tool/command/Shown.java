package dev.keyward.tool.command;

import dev.keyward.model.Quoted;

/** Text of other people on a terminal: always one line, control characters escaped. */
final class Shown {
  private Shown() {}

  /** The text as it is if it is plain, else quoted and escaped. */
  static String text(String text) {
    String quoted = Quoted.of(text);
    boolean plain = quoted.length() == text.length() + 2 && quoted.startsWith(text, 1);
    return plain ? text : quoted;
  }

  /** A message that may contain such text, made one line. */
  static String line(String message) {
    StringBuilder safe = new StringBuilder(message.length());
    message
        .codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean unsafe =
                  Character.isISOControl(c)
                      || type == Character.FORMAT
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              if (unsafe) {
                safe.append(String.format("\\u%04x", c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }
}
