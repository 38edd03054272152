package dev.keyward.tool.command;

import dev.keyward.model.Quoted;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.IntPredicate;

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

  /** The same, cut to a number of characters; what was cut is marked. */
  static String text(String text, int characters) {
    return text(text.length() <= characters ? text : text.substring(0, characters - 1) + "…");
  }

  /** What follows the account in an ARN; anything else as it is. */
  static String tail(String name) {
    String[] parts = name.split(":", 6);
    return name.startsWith("arn:") && parts.length == 6 ? parts[5] : name;
  }

  /** A moment, to the second and in UTC. */
  static String moment(Instant moment) {
    return moment == null ? "" : moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A message that may contain such text, made one line. */
  static String line(String message) {
    return Quoted.line(message, MAX_CHARACTERS);
  }

  /**
   * JSON whose strings may contain such text. JSON itself escapes line breaks and the like, but not
   * what turns the direction of text, nor the control characters above 0x7F.
   */
  static String json(String json) {
    return escape(json, c -> Character.isISOControl(c) && c > ' ' || isInvisible(c));
  }

  private static boolean isInvisible(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static String escape(String text, IntPredicate unsafe) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (unsafe.test(c)) {
                for (char unit : Character.toChars(c)) {
                  safe.append(String.format("\\u%04x", (int) unit));
                }
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }
}
