package dev.keyward.embedded.policy;

import java.util.Optional;

/** An operator as it is spelled: with the prefix for keys of several values, and its suffix. */
record OperatorName(Operator operator, Condition.Quantifier quantifier, boolean ifExists) {
  private static final String ALL = "ForAllValues:";
  private static final String ANY = "ForAnyValue:";
  private static final String IF_EXISTS = "IfExists";

  static Optional<OperatorName> parse(String text) {
    Condition.Quantifier quantifier =
        text.startsWith(ALL)
            ? Condition.Quantifier.ALL
            : text.startsWith(ANY) ? Condition.Quantifier.ANY : Condition.Quantifier.ONE;
    String rest =
        quantifier == Condition.Quantifier.ONE ? text : text.substring(text.indexOf(':') + 1);
    boolean ifExists = rest.endsWith(IF_EXISTS);
    String name = ifExists ? rest.substring(0, rest.length() - IF_EXISTS.length()) : rest;
    return Operator.named(name).map(found -> new OperatorName(found, quantifier, ifExists));
  }
}
