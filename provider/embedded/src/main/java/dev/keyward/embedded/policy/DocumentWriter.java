package dev.keyward.embedded.policy;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes a policy document for people: one member or element a line. */
final class DocumentWriter {
  private final StringBuilder out = new StringBuilder();

  private DocumentWriter() {}

  static String write(Map<String, Object> document) {
    DocumentWriter writer = new DocumentWriter();
    writer.value(document, "");
    return writer.out.append('\n').toString();
  }

  private void value(Object value, String indent) {
    if (value instanceof Map<?, ?> members) {
      object(members, indent);
    } else if (value instanceof List<?> elements) {
      list(elements, indent);
    } else {
      text((String) value);
    }
  }

  private void object(Map<?, ?> members, String indent) {
    String inner = indent + "  ";
    out.append("{\n");
    for (Iterator<? extends Map.Entry<?, ?>> left = members.entrySet().iterator();
        left.hasNext(); ) {
      Map.Entry<?, ?> member = left.next();
      out.append(inner);
      text((String) member.getKey());
      out.append(": ");
      value(member.getValue(), inner);
      out.append(left.hasNext() ? ",\n" : "\n");
    }
    out.append(indent).append('}');
  }

  private void list(List<?> elements, String indent) {
    String inner = indent + "  ";
    out.append("[\n");
    for (Iterator<?> left = elements.iterator(); left.hasNext(); ) {
      out.append(inner);
      value(left.next(), inner);
      out.append(left.hasNext() ? ",\n" : "\n");
    }
    out.append(indent).append(']');
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7e) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    out.append('"');
  }
}
