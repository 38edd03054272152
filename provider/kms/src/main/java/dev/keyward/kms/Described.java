package dev.keyward.kms;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Requests and responses as text that may be logged: lengths of blobs, names without values of an
 * encryption context, and of grant tokens their number.
 */
final class Described {
  /** A grant token is a bearer credential, although the model does not mark it as sensitive. */
  private static final String GRANT_TOKENS = "grantTokens";

  private static final String GRANT_TOKEN = "grantToken";

  private Described() {}

  static String text(Record record) {
    Class<?> type = record.getClass();
    StringBuilder text = new StringBuilder();
    if (type.getEnclosingClass() != null) {
      text.append(type.getEnclosingClass().getSimpleName()).append('.');
    }
    text.append(type.getSimpleName()).append('[');
    String separator = "";
    for (Shape.Part part : Shape.of(record.getClass()).parts()) {
      Object value = part.value(record);
      if (value != null) {
        text.append(separator).append(part.fieldName()).append('=').append(shown(part, value));
        separator = ", ";
      }
    }
    return text.append(']').toString();
  }

  private static String shown(Shape.Part part, Object value) {
    if (value instanceof byte[] blob) {
      return blob.length + " bytes";
    }
    if (part.fieldName().equals(GRANT_TOKEN)
        || part.limits().map(Member::sensitive).orElse(false)) {
      return "(not shown)";
    }
    if (value instanceof Map<?, ?> pairs) {
      return Constraints.shown(List.copyOf(pairs.keySet()).toString());
    }
    if (part.fieldName().equals(GRANT_TOKENS) && value instanceof Collection<?> tokens) {
      return Integer.toString(tokens.size());
    }
    return Constraints.shown(value.toString());
  }
}
