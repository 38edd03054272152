package dev.keyward.embedded.policy;

/** What a caller has to do with a grant it wants to retire. */
public enum RetireClaim {
  /** Nothing. */
  NONE,
  /** It belongs to an account that may retire it; a policy of that account must allow it. */
  ACCOUNT,
  /** It may retire it, being named by the grant or the account that issued it. */
  PARTY
}
