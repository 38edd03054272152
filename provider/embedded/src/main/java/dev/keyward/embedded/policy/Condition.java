package dev.keyward.embedded.policy;

import java.util.List;

/** One key of a statement's conditions under one operator. */
sealed interface Condition {
  /** Tells whether it holds for a request. */
  Truth test(Conditions conditions);

  /** {@code Null}: whether the request has the key at all. */
  record Presence(String lowerCaseKey, boolean mustBeAbsent) implements Condition {
    @Override
    public Truth test(Conditions conditions) {
      return Truth.of(conditions.values(lowerCaseKey).isEmpty() == mustBeAbsent);
    }
  }

  /** How the values of a key that has several are looked at. */
  enum Quantifier {
    /** No prefix: the key has one value. */
    ONE,
    /** {@code ForAllValues:} each one must fit. */
    ALL,
    /** {@code ForAnyValue:} one that fits is enough. */
    ANY
  }

  /** All other operators. */
  record Comparison(
      String lowerCaseKey,
      Operator operator,
      Quantifier quantifier,
      boolean ifExists,
      List<ValueTest> policyValues)
      implements Condition {

    @Override
    public Truth test(Conditions conditions) {
      List<String> requested = conditions.values(lowerCaseKey);
      if (requested.isEmpty()) {
        return Truth.of(holdsForAbsentKey());
      }
      return switch (quantifier) {
        case ONE -> requested.size() == 1 ? testOne(requested.get(0), conditions) : Truth.UNKNOWN;
        case ALL -> testAll(requested, conditions);
        case ANY -> testAny(requested, conditions);
      };
    }

    private boolean holdsForAbsentKey() {
      return ifExists
          || switch (quantifier) {
            case ONE -> operator.isNegated();
            case ALL -> true;
            case ANY -> false;
          };
    }

    private Truth testAll(List<String> requested, Conditions conditions) {
      Truth result = Truth.TRUE;
      for (String value : requested) {
        result = result.and(testOne(value, conditions));
      }
      return result;
    }

    private Truth testAny(List<String> requested, Conditions conditions) {
      Truth result = Truth.FALSE;
      for (String value : requested) {
        result = result.or(testOne(value, conditions));
      }
      return result;
    }

    private Truth testOne(String value, Conditions conditions) {
      Truth result = Truth.FALSE;
      for (ValueTest policyValue : policyValues) {
        result = result.or(policyValue.test(value, conditions));
        if (result == Truth.TRUE) {
          break;
        }
      }
      return operator.isNegated() ? result.not() : result;
    }
  }
}
