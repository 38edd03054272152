package dev.keyward.embedded.policy;

import java.util.BitSet;

/**
 * A text of a policy after its variables were filled in, and which of its characters are wildcards:
 * those that the policy's author wrote, not those that came with a value.
 *
 * @param text the text
 * @param wildcards the positions of {@code *} and {@code ?} that stand for other characters; not to
 *     be changed
 */
record PatternText(String text, BitSet wildcards) {

  /** A text in which each {@code *} and {@code ?} is a wildcard. */
  static PatternText of(String text) {
    BitSet wildcards = new BitSet();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '*' || text.charAt(i) == '?') {
        wildcards.set(i);
      }
    }
    return new PatternText(text, wildcards);
  }

  PatternText part(int from, int to) {
    return new PatternText(text.substring(from, to), wildcards.get(from, to));
  }
}
