package dev.keyward.kms;

import dev.keyward.model.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Checks requests against the limits of their members, with the error texts of the KMS API. */
public final class Constraints {
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private Constraints() {}

  /**
   * Checks a request.
   *
   * @param request the request
   * @throws KmsServiceException with code ValidationException, naming every member that breaks a
   *     limit
   */
  public static void check(Record request) {
    List<String> violations = new ArrayList<>(0);
    collect(request, "", violations);
    if (!violations.isEmpty()) {
      throw failure(violations);
    }
  }

  /**
   * The error for members that break their limits.
   *
   * @param violations one text for each, as {@link #violation} makes them; at least one
   * @return the error, to be thrown
   */
  public static KmsServiceException failure(List<String> violations) {
    int count = violations.size();
    String text =
        count
            + (count == 1 ? " validation error detected: " : " validation errors detected: ")
            + String.join("; ", violations);
    return new KmsServiceException(ErrorCode.VALIDATION, text);
  }

  /**
   * The text for one member.
   *
   * @param value the value as text; null if it was absent; empty if it must not be shown
   * @param field the member's name with a small letter
   * @param must what it must, for example {@code have value less than or equal to 1024}
   * @return the text
   */
  public static String violation(String value, String field, String must) {
    String shown =
        value == null ? "Value null" : value.isEmpty() ? "Value" : "Value '" + shown(value) + "'";
    return shown + " at '" + field + "' failed to satisfy constraint: Member must " + must;
  }

  /** Text of a caller as it may stand in an error text: escaped, and not longer than it helps. */
  static String shown(String text) {
    String quoted = Quoted.of(text);
    return quoted.substring(1, quoted.length() - 1);
  }

  private static void collect(Record record, String path, List<String> violations) {
    for (Shape.Part part : Shape.of(record.getClass()).parts()) {
      Object value = part.value(record);
      String field = path + part.fieldName();
      part.limits().ifPresent(limits -> checkLimits(limits, value, field, violations));
      if (value instanceof Record nested) {
        collect(nested, field + ".", violations);
      } else if (value instanceof List<?> list) {
        collectElements(list, field, violations);
      }
    }
  }

  private static void collectElements(List<?> list, String field, List<String> violations) {
    for (int i = 0; i < list.size(); i++) {
      String element = field + "." + (i + 1) + ".member";
      if (list.get(i) == null) {
        violations.add(violation(null, element, "not be null"));
      } else if (list.get(i) instanceof Record nested) {
        collect(nested, element + ".", violations);
      }
    }
  }

  private static void checkLimits(
      Member limits, Object value, String field, List<String> violations) {
    if (value == null) {
      if (limits.required()) {
        violations.add(violation(null, field, "not be null"));
      }
      return;
    }
    if (value instanceof Integer number) {
      checkRange(limits, number, field, violations);
    } else if (value instanceof String text) {
      String shown = limits.sensitive() ? "" : text;
      checkLength(limits.min(), limits.max(), text.length(), shown, field, violations);
      if (!limits.pattern().isEmpty() && !matches(limits.pattern(), text)) {
        violations.add(
            violation(shown, field, "satisfy regular expression pattern: " + limits.pattern()));
      }
    } else if (value instanceof byte[] blob) {
      checkLength(limits.min(), limits.max(), blob.length, "", field, violations);
    } else if (value instanceof List<?> list) {
      checkLength(limits.min(), limits.max(), list.size(), "", field, violations);
      checkTexts(limits, list, field, violations);
    }
  }

  private static void checkTexts(
      Member limits, List<?> list, String field, List<String> violations) {
    for (Object element : list) {
      if (element instanceof String text) {
        checkLength(limits.elementMin(), limits.elementMax(), text.length(), "", field, violations);
      }
    }
  }

  private static void checkRange(Member limits, int number, String field, List<String> violations) {
    String shown = Integer.toString(number);
    if (number < limits.min()) {
      violations.add(
          violation(shown, field, "have value greater than or equal to " + limits.min()));
    } else if (number > limits.max()) {
      violations.add(violation(shown, field, "have value less than or equal to " + limits.max()));
    }
  }

  private static void checkLength(
      int min, int max, int length, String shown, String field, List<String> violations) {
    if (length < min) {
      violations.add(violation(shown, field, "have length greater than or equal to " + min));
    } else if (length > max) {
      violations.add(violation(shown, field, "have length less than or equal to " + max));
    }
  }

  private static boolean matches(String pattern, String text) {
    return PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(text).matches();
  }
}
