package dev.keyward.embedded.policy;

/**
 * Whether something applies, where it may turn out that this cannot be told: a value of the wrong
 * type, a variable without a value. What cannot be told does not make an Allow apply, and does make
 * a Deny apply.
 */
enum Truth {
  FALSE,
  UNKNOWN,
  TRUE;

  static Truth of(boolean claim) {
    return claim ? TRUE : FALSE;
  }

  /** As both: FALSE wins. */
  Truth and(Truth other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** As either: TRUE wins. */
  Truth or(Truth other) {
    return compareTo(other) >= 0 ? this : other;
  }

  Truth not() {
    return switch (this) {
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
      case TRUE -> FALSE;
    };
  }
}
