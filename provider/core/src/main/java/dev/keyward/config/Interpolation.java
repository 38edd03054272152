package dev.keyward.config;

import dev.keyward.model.Quoted;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${NAME}} by an environment variable: once, never inside what was put in. */
final class Interpolation {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)\\}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  private Interpolation() {}

  /**
   * Replaces.
   *
   * @throws IllegalArgumentException if a variable is not set, or a reference is malformed or
   *     nested
   */
  static String apply(String value, Map<String, String> environment) {
    if (!value.contains("${")) {
      return value;
    }
    Matcher matcher = REFERENCE.matcher(value);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(
          result, Matcher.quoteReplacement(lookUp(matcher.group(1), environment)));
    }
    String rest = matcher.appendTail(result).toString();
    if (rest.contains("${")) {
      throw new IllegalArgumentException("a ${…} reference is not closed");
    }
    return rest;
  }

  private static String lookUp(String name, Map<String, String> environment) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "${…} takes the name of an environment variable, got " + Quoted.of(name));
    }
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException("environment variable " + name + " is not set");
    }
    if (value.contains("${")) {
      throw new IllegalArgumentException(
          "environment variable " + name + " itself has a ${…} reference");
    }
    return value;
  }
}
