package dev.keyward.wycheproof;

import java.util.Set;

/** One vector: what goes in, and what must come out. */
public record Vector(
    int tcId, String comment, Set<String> flags, Expectation expectation, Fields fields) {

  /** What the authors of the vector say about it. */
  public enum Expectation {
    /** Must be accepted. */
    VALID,
    /** Must be rejected. */
    INVALID,
    /** Either; a decision is written down in the test. */
    ACCEPTABLE
  }

  @Override
  public String toString() {
    return "tcId " + tcId + " (" + expectation + " " + flags + " " + comment + ")";
  }
}
