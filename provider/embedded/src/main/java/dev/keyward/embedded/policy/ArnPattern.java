package dev.keyward.embedded.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pattern for ARNs whose wildcards do not reach over a colon, but for the last of six fields. */
record ArnPattern(List<Glob> fields) {
  private static final int FIELDS = 6;

  /** Empty if it has not the fields of an ARN. */
  static Optional<ArnPattern> of(PatternText pattern) {
    List<Glob> fields = new ArrayList<>();
    String text = pattern.text();
    int start = 0;
    while (fields.size() < FIELDS - 1) {
      int colon = text.indexOf(':', start);
      if (colon < 0) {
        return Optional.empty();
      }
      fields.add(Glob.of(pattern.part(start, colon)));
      start = colon + 1;
    }
    fields.add(Glob.of(pattern.part(start, text.length())));
    return Optional.of(new ArnPattern(List.copyOf(fields)));
  }

  Truth matches(String arn) {
    String[] parts = arn.split(":", FIELDS);
    if (parts.length != FIELDS || !parts[0].equals("arn")) {
      return Truth.UNKNOWN;
    }
    for (int i = 0; i < FIELDS; i++) {
      if (!fields.get(i).matches(parts[i])) {
        return Truth.FALSE;
      }
    }
    return Truth.TRUE;
  }
}
