package dev.keyward.embedded.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads one statement. */
final class StatementParser {
  private static final Set<String> KNOWN =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");
  private static final Pattern IDENTITY_SID = Pattern.compile("[0-9A-Za-z]*");
  private static final Pattern ACTION = Pattern.compile("\\*|[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+");

  private final Elements elements;
  private final PolicyParser.Form form;
  private final boolean variables;

  StatementParser(Elements elements, PolicyParser.Form form, boolean variables) {
    this.elements = elements;
    this.form = form;
    this.variables = variables;
  }

  Statement parse() {
    elements.requireOnly(KNOWN);
    elements.requireNotBoth("Principal", "NotPrincipal");
    elements.requireNotBoth("Action", "NotAction");
    elements.requireNotBoth("Resource", "NotResource");
    String sid = sid();
    boolean denies = denies();
    Optional<PrincipalMatcher> principals = principals(denies);
    return new Statement(
        sid,
        denies,
        principals,
        matcher("Action", "NotAction", this::action),
        elements.has("NotAction"),
        matcher("Resource", "NotResource", this::resource),
        elements.has("NotResource"),
        conditions());
  }

  private String sid() {
    if (!elements.has("Sid")) {
      return PolicyDocument.NO_SID;
    }
    if (!(elements.get("Sid") instanceof String sid)) {
      throw elements.malformed("has a Sid that is not a text");
    }
    if (form == PolicyParser.Form.IDENTITY_POLICY && !IDENTITY_SID.matcher(sid).matches()) {
      throw elements.malformed("has a Sid of more than letters and digits");
    }
    return sid;
  }

  private boolean denies() {
    Object effect = elements.get("Effect");
    if (!"Allow".equals(effect) && !"Deny".equals(effect)) {
      throw elements.malformed("has an Effect that is neither Allow nor Deny");
    }
    return "Deny".equals(effect);
  }

  private Optional<PrincipalMatcher> principals(boolean denies) {
    boolean inverted = elements.has("NotPrincipal");
    boolean named = inverted || elements.has("Principal");
    if (form == PolicyParser.Form.IDENTITY_POLICY) {
      if (named) {
        throw elements.malformed("names principals, which the policy of an identity cannot do");
      }
      return Optional.empty();
    }
    if (!named) {
      throw elements.malformed("has no Principal");
    }
    if (inverted && !denies) {
      throw elements.malformed("allows to all but some principals; NotPrincipal goes with Deny");
    }
    return Optional.of(new PrincipalParser(elements, inverted).parse());
  }

  /** In a key policy a statement without actions or resources is accepted, and has no effect. */
  private Optional<TextMatcher> matcher(
      String name, String other, Function<String, Template> template) {
    String present = elements.has(other) ? other : name;
    if (!elements.has(present)) {
      if (form == PolicyParser.Form.IDENTITY_POLICY) {
        throw elements.malformed("has no " + name);
      }
      return Optional.empty();
    }
    return Optional.of(
        new TextMatcher(
            elements.texts(present, elements.get(present)).stream().map(template).toList()));
  }

  private Template action(String text) {
    if (!ACTION.matcher(text).matches()) {
      throw elements.malformed("has an action that does not read like kms:Decrypt");
    }
    return Template.plain(text.toLowerCase(Locale.ROOT));
  }

  private Template resource(String text) {
    if (form == PolicyParser.Form.IDENTITY_POLICY
        && !text.equals("*")
        && !text.startsWith("arn:")) {
      throw elements.malformed("has a resource that is neither * nor an ARN");
    }
    return template(text);
  }

  private Template template(String text) {
    if (!variables) {
      return Template.plain(text);
    }
    try {
      return Template.withVariables(text);
    } catch (IllegalArgumentException e) {
      throw elements.malformed("has a bad policy variable: " + e.getMessage());
    }
  }

  private List<Condition> conditions() {
    if (!elements.has("Condition")) {
      return List.of();
    }
    List<Condition> conditions = new ArrayList<>();
    operators(elements.get("Condition"))
        .forEach(
            (operator, keys) ->
                operators(keys)
                    .forEach(
                        (key, values) ->
                            conditions.add(condition((String) operator, (String) key, values))));
    return List.copyOf(conditions);
  }

  private Map<?, ?> operators(Object value) {
    if (value instanceof Map<?, ?> members) {
      return members;
    }
    throw elements.malformed("has a Condition that is not made of operators and keys");
  }

  private Condition condition(String operator, String key, Object value) {
    if (key.indexOf(':') <= 0) {
      throw elements.malformed("has a condition key " + Elements.quoted(key) + " without prefix");
    }
    String lowerCaseKey = key.toLowerCase(Locale.ROOT);
    List<String> values = elements.scalars("a condition", value);
    if (operator.equals("Null")) {
      return presence(lowerCaseKey, values);
    }
    OperatorName name =
        OperatorName.parse(operator)
            .orElseThrow(
                () -> elements.malformed("has an unknown operator " + Elements.quoted(operator)));
    return new Condition.Comparison(
        lowerCaseKey,
        name.operator(),
        name.quantifier(),
        name.ifExists(),
        values.stream().map(this::template).map(name.operator()::testFor).toList());
  }

  private Condition presence(String lowerCaseKey, List<String> values) {
    if (values.size() != 1) {
      throw elements.malformed("has a Null condition with more than one value");
    }
    return new Condition.Presence(
        lowerCaseKey,
        Values.flag(values.get(0))
            .orElseThrow(
                () -> elements.malformed("has a Null condition that is neither true nor false")));
  }
}
