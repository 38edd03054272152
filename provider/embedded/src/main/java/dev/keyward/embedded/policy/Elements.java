package dev.keyward.embedded.policy;

import dev.keyward.model.Quoted;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members of one statement as they were read, and the texts of what is wrong with them.
 *
 * @param number its position, counted from 1
 * @param members its members
 */
record Elements(int number, Map<?, ?> members) {

  boolean has(String name) {
    return members.containsKey(name);
  }

  Object get(String name) {
    return members.get(name);
  }

  void requireOnly(Set<String> known) {
    for (Object name : members.keySet()) {
      if (!known.contains(name)) {
        throw malformed("has an unknown element " + quoted(name));
      }
    }
  }

  void requireNotBoth(String name, String other) {
    if (has(name) && has(other)) {
      throw malformed("has both " + name + " and " + other);
    }
  }

  /** A text of its own, or a list of at least one. */
  List<String> texts(String what, Object value) {
    List<?> list = value instanceof List<?> several ? several : java.util.Arrays.asList(value);
    List<String> texts = new ArrayList<>();
    for (Object element : list) {
      if (!(element instanceof String text) || text.isEmpty()) {
        throw malformed("has something else than texts in " + what);
      }
      texts.add(text);
    }
    if (texts.isEmpty()) {
      throw malformed("has nothing in " + what);
    }
    return texts;
  }

  /** As {@link #texts}, but numbers, true and false may stand without quotes. */
  List<String> scalars(String what, Object value) {
    List<?> list = value instanceof List<?> several ? several : java.util.Arrays.asList(value);
    List<String> texts = new ArrayList<>();
    for (Object element : list) {
      if (element instanceof String || element instanceof Boolean || element instanceof Long) {
        texts.add(element.toString());
      } else if (element instanceof BigDecimal number) {
        texts.add(number.toString());
      } else {
        throw malformed("has something else than values in " + what);
      }
    }
    if (texts.isEmpty()) {
      throw malformed("has nothing in " + what);
    }
    return texts;
  }

  MalformedPolicyException malformed(String what) {
    String name = members.get("Sid") instanceof String sid ? " (" + Quoted.of(sid) + ")" : "";
    return new MalformedPolicyException("Statement " + number + name + " " + what + ".");
  }

  static String quoted(Object text) {
    return Quoted.of(String.valueOf(text));
  }
}
