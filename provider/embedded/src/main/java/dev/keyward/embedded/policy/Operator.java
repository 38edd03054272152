package dev.keyward.embedded.policy;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The condition operators, without the prefixes and the suffix that go with all of them. */
enum Operator {
  STRING_EQUALS("StringEquals", template -> ValueTest.text(template, String::equals)),
  STRING_NOT_EQUALS("StringNotEquals", STRING_EQUALS),
  STRING_EQUALS_IGNORE_CASE(
      "StringEqualsIgnoreCase", template -> ValueTest.text(template, String::equalsIgnoreCase)),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", STRING_EQUALS_IGNORE_CASE),
  STRING_LIKE("StringLike", ValueTest::like),
  STRING_NOT_LIKE("StringNotLike", STRING_LIKE),
  NUMERIC_EQUALS("NumericEquals", template -> ValueTest.number(template, order -> order == 0)),
  NUMERIC_NOT_EQUALS("NumericNotEquals", NUMERIC_EQUALS),
  NUMERIC_LESS_THAN("NumericLessThan", template -> ValueTest.number(template, order -> order < 0)),
  NUMERIC_LESS_THAN_EQUALS(
      "NumericLessThanEquals", template -> ValueTest.number(template, order -> order <= 0)),
  NUMERIC_GREATER_THAN(
      "NumericGreaterThan", template -> ValueTest.number(template, order -> order > 0)),
  NUMERIC_GREATER_THAN_EQUALS(
      "NumericGreaterThanEquals", template -> ValueTest.number(template, order -> order >= 0)),
  DATE_EQUALS("DateEquals", template -> ValueTest.date(template, order -> order == 0)),
  DATE_NOT_EQUALS("DateNotEquals", DATE_EQUALS),
  DATE_LESS_THAN("DateLessThan", template -> ValueTest.date(template, order -> order < 0)),
  DATE_LESS_THAN_EQUALS(
      "DateLessThanEquals", template -> ValueTest.date(template, order -> order <= 0)),
  DATE_GREATER_THAN("DateGreaterThan", template -> ValueTest.date(template, order -> order > 0)),
  DATE_GREATER_THAN_EQUALS(
      "DateGreaterThanEquals", template -> ValueTest.date(template, order -> order >= 0)),
  BOOL("Bool", ValueTest::flag),
  BINARY_EQUALS("BinaryEquals", ValueTest::blob),
  IP_ADDRESS("IpAddress", ValueTest::address),
  NOT_IP_ADDRESS("NotIpAddress", IP_ADDRESS),
  ARN_EQUALS("ArnEquals", ValueTest::arn),
  ARN_NOT_EQUALS("ArnNotEquals", ARN_EQUALS),
  ARN_LIKE("ArnLike", ValueTest::arn),
  ARN_NOT_LIKE("ArnNotLike", ARN_LIKE);

  private static final Map<String, Operator> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(o -> o.spelling, o -> o));

  private final String spelling;
  private final boolean negated;
  private final Function<Template, ValueTest> test;

  Operator(String spelling, Function<Template, ValueTest> test) {
    this.spelling = spelling;
    this.negated = false;
    this.test = test;
  }

  /** An operator that holds where none of the values fits. */
  Operator(String spelling, Operator opposite) {
    this.spelling = spelling;
    this.negated = true;
    this.test = opposite.test;
  }

  static Optional<Operator> named(String spelling) {
    return Optional.ofNullable(BY_NAME.get(spelling));
  }

  boolean isNegated() {
    return negated;
  }

  ValueTest testFor(Template policyValue) {
    return test.apply(policyValue);
  }
}
