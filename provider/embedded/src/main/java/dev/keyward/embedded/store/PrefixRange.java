package dev.keyward.embedded.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The ids that start with a prefix and come after an id, as a condition an index can answer. Ids
 * are ordered by code point, which is the order of their UTF-8 bytes and not that of Java strings.
 */
record PrefixRange(String condition, List<Object> parameters) {

  static PrefixRange of(String prefix, Optional<String> after) {
    StringBuilder condition = new StringBuilder();
    List<Object> parameters = new ArrayList<>();
    boolean pastPrefix = after.isPresent() && compare(after.get(), prefix) >= 0;
    condition.append(pastPrefix ? " and id > ?" : " and id >= ?");
    parameters.add(pastPrefix ? after.get() : prefix);
    end(prefix)
        .ifPresent(
            end -> {
              condition.append(" and id < ?");
              parameters.add(end);
            });
    return new PrefixRange(condition.toString(), parameters);
  }

  /** The smallest text greater than every text with the prefix; none if there is no such text. */
  static Optional<String> end(String prefix) {
    int[] points = prefix.codePoints().toArray();
    for (int last = points.length - 1; last >= 0; last--) {
      if (points[last] < Character.MAX_CODE_POINT) {
        points[last] = next(points[last]);
        return Optional.of(new String(points, 0, last + 1));
      }
    }
    return Optional.empty();
  }

  private static int next(int codePoint) {
    boolean beforeSurrogates = codePoint + 1 == Character.MIN_SURROGATE;
    return beforeSurrogates ? Character.MAX_SURROGATE + 1 : codePoint + 1;
  }

  static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
