package dev.keyward.embedded;

import dev.keyward.kms.Shape;
import java.util.HashMap;
import java.util.Map;

/** Members of a request by name, for rules that are the same for every operation that has them. */
final class RequestMembers {
  private static final ClassValue<Map<String, Shape.Part>> PARTS =
      new ClassValue<>() {
        @Override
        protected Map<String, Shape.Part> computeValue(Class<?> type) {
          Map<String, Shape.Part> parts = new HashMap<>();
          for (Shape.Part part : Shape.of(type.asSubclass(Record.class)).parts()) {
            parts.put(part.fieldName(), part);
          }
          return parts;
        }
      };

  private RequestMembers() {}

  /** Null if the request has no such member, or it is absent. */
  static Object value(Record request, String fieldName) {
    Shape.Part part = PARTS.get(request.getClass()).get(fieldName);
    return part == null ? null : part.value(request);
  }

  static boolean has(Record request, String fieldName) {
    return PARTS.get(request.getClass()).containsKey(fieldName);
  }

  @SuppressWarnings("unchecked")
  static Map<String, String> pairs(Record request, String fieldName) {
    Map<String, String> pairs = (Map<String, String>) value(request, fieldName);
    return pairs == null ? Map.of() : pairs;
  }
}
