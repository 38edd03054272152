package dev.keyward.embedded.policy;

/** Knows which principals there are. */
@FunctionalInterface
public interface PrincipalDirectory {
  /**
   * Tells whether a principal exists, so that a key policy may name it.
   *
   * @param principal the principal; the root of an account and services are asked for, too
   * @return true if it exists
   */
  boolean exists(Principal principal);
}
