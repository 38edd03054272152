package dev.keyward.embedded.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Builds one line of JSON in plain ASCII: control characters, quotes and everything outside ASCII
 * are escaped, so that no text of a caller can end the line, turn its direction or colour a
 * terminal.
 */
final class JsonLine {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  /** Longer texts are cut; none that the API allows is. */
  private static final int MAX_TEXT = 64 * 1024;

  private static final char REPLACEMENT = '\ufffd';

  private final StringBuilder out;
  private boolean first = true;

  JsonLine(int expectedLength) {
    this.out = new StringBuilder(expectedLength);
  }

  JsonLine open() {
    separate();
    out.append('{');
    first = true;
    return this;
  }

  JsonLine close() {
    out.append('}');
    first = false;
    return this;
  }

  private JsonLine foreignName(String name) {
    separate();
    quote(name);
    out.append(':');
    first = true;
    return this;
  }

  /** A member, also if it is null. */
  JsonLine member(String name, Object value) {
    name(name);
    value(value);
    return this;
  }

  /** The names are ours: there is nothing in them to escape. */
  JsonLine name(String name) {
    separate();
    out.append('"').append(name).append("\":");
    first = true;
    return this;
  }

  /** A member, unless it is null. */
  JsonLine optional(String name, Object value) {
    return value == null ? this : member(name, value);
  }

  void value(Object value) {
    if (value instanceof Map<?, ?> map) {
      open();
      map.forEach((name, element) -> foreignName((String) name).value(element));
      close();
    } else if (value instanceof List<?> list) {
      list(list);
    } else {
      separate();
      if (value instanceof String text) {
        quote(text);
      } else {
        out.append(value);
      }
    }
  }

  private void list(List<?> list) {
    openList();
    list.forEach(this::value);
    closeList();
  }

  JsonLine openList() {
    separate();
    out.append('[');
    first = true;
    return this;
  }

  JsonLine closeList() {
    out.append(']');
    first = false;
    return this;
  }

  int length() {
    return out.length();
  }

  byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void separate() {
    if (!first) {
      out.append(',');
    }
    first = false;
  }

  private void quote(String text) {
    out.append('"');
    int end = Math.min(text.length(), MAX_TEXT);
    int plainFrom = 0;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        out.append(text, plainFrom, i);
        plainFrom = i + 1;
        escape(isHalf(text, i) ? REPLACEMENT : c);
      }
    }
    out.append(text, plainFrom, end);
    if (end < text.length()) {
      out.append("...");
    }
    out.append('"');
  }

  /** Half of a surrogate pair: no text, and readers of JSON stumble over it. */
  private static boolean isHalf(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  private void escape(char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else {
      out.append("\\u")
          .append(HEX[c >> 12])
          .append(HEX[c >> 8 & 15])
          .append(HEX[c >> 4 & 15])
          .append(HEX[c & 15]);
    }
  }
}
