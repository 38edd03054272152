package dev.keyward.embedded.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pattern with {@code *} for any characters and {@code ?} for one.
 *
 * <p>The pieces between the stars are looked for one after the other, each at its first place;
 * nothing is ever tried again. A short piece is compared at each place; a long one is looked for
 * with one bit per character of the piece, so that a text made of near misses costs no more than
 * another.
 */
final class Glob {
  /** Up to this length a piece is compared at each place. */
  private static final int SHORT = 64;

  private final boolean starred;
  private final Piece head;
  private final List<Piece> middle;
  private final Piece tail;
  private final int shortestText;

  private Glob(PatternText pattern) {
    List<Piece> pieces = pieces(pattern);
    this.starred = pieces.size() > 1;
    this.head = pieces.get(0);
    this.tail = pieces.get(pieces.size() - 1);
    this.middle =
        pieces.subList(Math.min(1, pieces.size() - 1), pieces.size() - 1).stream()
            .filter(piece -> piece.length() > 0)
            .toList();
    this.shortestText = pieces.stream().mapToInt(Piece::length).sum();
  }

  static Glob of(PatternText pattern) {
    return new Glob(pattern);
  }

  static Glob of(String pattern) {
    return new Glob(PatternText.of(pattern));
  }

  boolean matches(String text) {
    int length = text.length();
    if (!starred) {
      return length == head.length() && head.isAt(text, 0);
    }
    if (length < shortestText || !head.isAt(text, 0)) {
      return false;
    }
    int end = length - tail.length();
    return tail.isAt(text, end) && middleMatches(text, head.length(), end);
  }

  private boolean middleMatches(String text, int from, int end) {
    int place = from;
    for (Piece piece : middle) {
      int found = piece.find(text, place, end);
      if (found < 0) {
        return false;
      }
      place = found + piece.length();
    }
    return true;
  }

  private static List<Piece> pieces(PatternText pattern) {
    List<Piece> pieces = new ArrayList<>();
    String text = pattern.text();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '*' && pattern.wildcards().get(i)) {
        pieces.add(new Piece(text.substring(start, i), pattern.wildcards().get(start, i)));
        start = i + 1;
      }
    }
    pieces.add(new Piece(text.substring(start), pattern.wildcards().get(start, text.length())));
    return pieces;
  }

  /** What stands between two stars; {@code any} are the places where any character fits. */
  private record Piece(String text, BitSet any) {

    int length() {
      return text.length();
    }

    boolean isAt(String other, int place) {
      if (any.isEmpty()) {
        return other.startsWith(text, place);
      }
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) != other.charAt(place + i) && !any.get(i)) {
          return false;
        }
      }
      return true;
    }

    /** The first place at or behind {@code from} where the piece fits before {@code end}. */
    int find(String other, int from, int end) {
      if (text.length() > SHORT) {
        return findLong(other, from, end);
      }
      for (int place = from; place + text.length() <= end; place++) {
        if (isAt(other, place)) {
          return place;
        }
      }
      return -1;
    }

    /** Shift-And: bit i of the state says that the last i + 1 characters fit the piece's first. */
    private int findLong(String other, int from, int end) {
      if (end - from < text.length()) {
        return -1;
      }
      int words = (text.length() + 63) >>> 6;
      Map<Character, long[]> places = places(words);
      long[] anywhere = bits(words, any);
      long[] state = new long[words];
      int last = text.length() - 1;
      for (int i = from; i < end; i++) {
        long[] fits = places.getOrDefault(other.charAt(i), anywhere);
        long carry = 1;
        for (int word = 0; word < words; word++) {
          long next = state[word] >>> 63;
          state[word] = (state[word] << 1 | carry) & fits[word];
          carry = next;
        }
        if ((state[last >>> 6] >>> last & 1) != 0) {
          return i - last;
        }
      }
      return -1;
    }

    private Map<Character, long[]> places(int words) {
      Map<Character, long[]> places = new HashMap<>();
      for (int i = 0; i < text.length(); i++) {
        if (!any.get(i)) {
          places.computeIfAbsent(text.charAt(i), c -> bits(words, any))[i >>> 6] |= 1L << i;
        }
      }
      return places;
    }

    private static long[] bits(int words, BitSet set) {
      return Arrays.copyOf(set.toLongArray(), words);
    }
  }
}
