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

  private static boolean isUnsafe(char c) {
    int type = Character.getType(c);
    return Character.isISOControl(c)
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
