package dev.keyward.model;

/**
 * Caller text made safe for messages and logs: quoted, control characters escaped, cut at 256
 * characters.
 */
public final class Quoted {
  private static final int MAX_CHARACTERS = 256;

  private Quoted() {}

  /**
   * Quotes a text.
   *
   * @param text any text, or null
   * @return the text between double quotes on one line; {@code null} without quotes for null
   */
  public static String of(String text) {
    if (text == null) {
      return "null";
    }
    StringBuilder quoted = new StringBuilder(Math.min(text.length(), MAX_CHARACTERS) + 2);
    quoted.append('"');
    int end = Math.min(text.length(), MAX_CHARACTERS);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (isUnsafe(c)) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        if (c == '"' || c == '\\') {
          quoted.append('\\');
        }
        quoted.append(c);
      }
    }
    return quoted.append(end < text.length() ? "…\"" : "\"").toString();
  }

  /**
   * Makes a message that may repeat text of other people one line, without quotes around it.
   *
   * @param message any text
   * @param maxCharacters where it is cut
   * @return the text with control characters escaped
   */
  public static String line(String message, int maxCharacters) {
    StringBuilder safe = new StringBuilder(Math.min(message.length(), maxCharacters) + 1);
    message
        .codePoints()
        .limit(maxCharacters)
        .forEach(
            c -> {
              if (c <= Character.MAX_VALUE && isUnsafe((char) c)
                  || Character.getType(c) == Character.FORMAT) {
                safe.append(String.format("\\u%04x", c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return message.codePointCount(0, message.length()) > maxCharacters
        ? safe.append('…').toString()
        : safe.toString();
  }

  private static boolean isUnsafe(char c) {
    int type = Character.getType(c);
    return Character.isISOControl(c)
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
