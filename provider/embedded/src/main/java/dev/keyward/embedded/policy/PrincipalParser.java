package dev.keyward.embedded.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads whom a statement of a key policy is about. */
final class PrincipalParser {
  private static final String EVERYBODY = "*";
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  private final Elements elements;
  private final String name;
  private final boolean inverted;
  private final Set<Principal> named = new LinkedHashSet<>();
  private boolean everybody;

  PrincipalParser(Elements elements, boolean inverted) {
    this.elements = elements;
    this.inverted = inverted;
    this.name = inverted ? "NotPrincipal" : "Principal";
  }

  PrincipalMatcher parse() {
    Object value = elements.get(name);
    if (EVERYBODY.equals(value)) {
      everybody = true;
    } else if (value instanceof Map<?, ?> kinds && !kinds.isEmpty()) {
      kinds.forEach((kind, names) -> readKind((String) kind, names));
    } else {
      throw elements.malformed("has a " + name + " that names nobody");
    }
    return new PrincipalMatcher(everybody, Set.copyOf(named), inverted);
  }

  private void readKind(String kind, Object value) {
    List<String> names = elements.texts(name, value);
    switch (kind) {
      case "AWS" -> names.forEach(this::readAws);
      case "Service" -> names.forEach(this::readService);
      default -> throw elements.malformed("has an unknown kind of principal");
    }
  }

  private void readAws(String text) {
    if (text.equals(EVERYBODY)) {
      everybody = true;
    } else if (ACCOUNT.matcher(text).matches()) {
      named.add(new Principal.Root("aws", text));
    } else if (text.startsWith("arn:")) {
      named.add(principal(text));
    } else {
      throw elements.malformed("names a principal that cannot be one: " + Elements.quoted(text));
    }
  }

  private void readService(String text) {
    if (text.startsWith("arn:")) {
      throw elements.malformed("names an ARN as a service");
    }
    named.add(principal(text));
  }

  private Principal principal(String text) {
    try {
      return Principal.parse(text);
    } catch (IllegalArgumentException e) {
      throw elements.malformed("names a principal that cannot be one: " + Elements.quoted(text));
    }
  }
}
