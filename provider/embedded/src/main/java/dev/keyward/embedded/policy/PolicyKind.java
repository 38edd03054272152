package dev.keyward.embedded.policy;

/** Where a policy is attached; the names are those of the KMS's error texts. */
public enum PolicyKind {
  /** The key policy. */
  KEY("a resource-based policy", "no resource-based policy"),
  /** A policy of the caller: inline, or managed and attached. */
  IDENTITY("an identity-based policy", "no identity-based policy"),
  /** What the caller's permissions end at. */
  BOUNDARY("a permissions boundary", "no permissions boundary"),
  /** What the caller's session was limited to. */
  SESSION("a session policy", "no session policy"),
  /** What the caller's account was limited to. */
  ORGANIZATION("a service control policy", "no service control policy");

  private final String one;
  private final String none;

  PolicyKind(String one, String none) {
    this.one = one;
    this.none = none;
  }

  String one() {
    return one;
  }

  String none() {
    return none;
  }
}
