package dev.keyward.embedded.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A text of a policy in which {@code ${key}} stands for a value of the request, {@code ${key,
 * 'text'}} likewise with a text for a request without it, and {@code ${*}}, {@code ${?}} and {@code
 * ${$}} for the character itself.
 */
final class Template {
  private final List<Part> parts;
  private final Optional<PatternText> constant;

  private sealed interface Part {}

  /** Text as the author wrote it; its wildcards count. */
  private record Written(String text) implements Part {}

  /** Text without wildcards. */
  private record Literal(String text) implements Part {}

  private record Variable(String lowerCaseKey, Optional<String> otherwise) implements Part {}

  private Template(List<Part> parts) {
    this.parts = parts;
    boolean varies = parts.stream().anyMatch(Variable.class::isInstance);
    this.constant = varies ? Optional.empty() : fill(Conditions.none());
  }

  /** A text without variables: version 2008-10-17 of the language has none. */
  static Template plain(String text) {
    return new Template(List.of(new Written(text)));
  }

  /**
   * Takes a text apart.
   *
   * @throws IllegalArgumentException if a variable is not closed, or has no name
   */
  static Template withVariables(String text) {
    List<Part> parts = new ArrayList<>();
    int done = 0;
    for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", done)) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("a variable is not closed");
      }
      parts.add(new Written(text.substring(done, open)));
      parts.add(variable(text.substring(open + 2, close)));
      done = close + 1;
    }
    parts.add(new Written(text.substring(done)));
    return new Template(List.copyOf(parts));
  }

  private static Part variable(String inside) {
    if (inside.equals("*") || inside.equals("?") || inside.equals("$")) {
      return new Literal(inside);
    }
    int comma = inside.indexOf(',');
    String key = (comma < 0 ? inside : inside.substring(0, comma)).strip();
    if (key.indexOf(':') <= 0) {
      throw new IllegalArgumentException("a variable needs the name of a condition key");
    }
    Optional<String> otherwise =
        comma < 0 ? Optional.empty() : Optional.of(quoted(inside.substring(comma + 1).strip()));
    return new Variable(key.toLowerCase(Locale.ROOT), otherwise);
  }

  private static String quoted(String text) {
    if (text.length() < 2 || !text.startsWith("'") || !text.endsWith("'")) {
      throw new IllegalArgumentException("a variable's default stands between single quotes");
    }
    return text.substring(1, text.length() - 1);
  }

  /** The text, if no request can change it. */
  Optional<PatternText> constant() {
    return constant;
  }

  /** The text for a request; empty if a variable has no value, or more than one. */
  Optional<PatternText> resolve(Conditions conditions) {
    return constant.isPresent() ? constant : fill(conditions);
  }

  private Optional<PatternText> fill(Conditions conditions) {
    StringBuilder text = new StringBuilder();
    BitSet wildcards = new BitSet();
    for (Part part : parts) {
      if (part instanceof Written written) {
        int start = text.length();
        PatternText.of(written.text()).wildcards().stream()
            .forEach(position -> wildcards.set(start + position));
        text.append(written.text());
      } else if (part instanceof Literal literal) {
        text.append(literal.text());
      } else if (part instanceof Variable variable) {
        List<String> values = conditions.values(variable.lowerCaseKey());
        if (values.size() > 1 || values.isEmpty() && variable.otherwise().isEmpty()) {
          return Optional.empty();
        }
        text.append(values.isEmpty() ? variable.otherwise().get() : values.get(0));
      }
    }
    return Optional.of(new PatternText(text.toString(), wildcards));
  }
}
