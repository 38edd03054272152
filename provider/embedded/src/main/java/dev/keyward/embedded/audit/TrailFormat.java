package dev.keyward.embedded.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;

/**
 * How a line of a trail ends, and how the lines look that are no events. Each line is an object
 * whose last member, {@code keyward}, holds the trail's id, the number of the event (of the last
 * event for other lines), the seal of the line before, and the seal of this line. A seal covers
 * every byte up to itself.
 */
final class TrailFormat {
  /** Longest line that is read or written. */
  static final int MAX_LINE_BYTES = 1 << 20;

  static final int TRAIL_DIGITS = 32;
  static final int MAC_DIGITS = 64;
  static final String NO_MAC = "0".repeat(MAC_DIGITS);

  /** How the lines begin that the trail adds to the events. */
  static final String OWN_LINE = "{\"eventType\":\"Keyward";

  static final String FILE_EVENT = "KeywardFile";
  static final String CHECKPOINT_EVENT = "KeywardCheckpoint";

  private static final String TRAIL = ",\"keyward\":{\"trail\":\"";
  private static final String SEQUENCE = "\",\"sequence\":";
  private static final String PREVIOUS = ",\"previous\":\"";
  private static final String MAC = "\",\"mac\":\"";
  private static final String END = "\"}}";
  private static final int MAX_SEQUENCE_DIGITS = 18;

  private TrailFormat() {}

  /**
   * The end of a line.
   *
   * @param bodyLength where it begins
   * @param covered how many bytes the seal covers
   */
  record Tail(
      int bodyLength, String trail, long sequence, String previous, String mac, int covered) {}

  /** What stands between an event and the seal. */
  static byte[] beforeMac(String trail, long sequence, String previous) {
    return (TRAIL + trail + SEQUENCE + sequence + PREVIOUS + previous + MAC).getBytes(ISO_8859_1);
  }

  /** The seal, and the end of the line. */
  static byte[] macAndEnd(String mac) {
    return (mac + END + "\n").getBytes(ISO_8859_1);
  }

  /** Takes the end of a line apart; empty if it is not exactly as it is written here. */
  static Optional<Tail> tail(byte[] line, int length) {
    Backwards at = new Backwards(line, length);
    if (!at.skip(END)) {
      return Optional.empty();
    }
    String mac = at.hex(MAC_DIGITS);
    int covered = at.position;
    if (mac == null || !at.skip(MAC)) {
      return Optional.empty();
    }
    String previous = at.hex(MAC_DIGITS);
    if (previous == null || !at.skip(PREVIOUS)) {
      return Optional.empty();
    }
    long sequence = at.number();
    if (sequence < 0 || !at.skip(SEQUENCE)) {
      return Optional.empty();
    }
    String trail = at.hex(TRAIL_DIGITS);
    if (trail == null || !at.skip(TRAIL)) {
      return Optional.empty();
    }
    return Optional.of(new Tail(at.position, trail, sequence, previous, mac, covered));
  }

  static boolean isOwnLine(byte[] line, int length) {
    byte[] start = OWN_LINE.getBytes(ISO_8859_1);
    return length >= start.length
        && java.util.Arrays.equals(line, 0, start.length, start, 0, start.length);
  }

  /** Reads from the end of a line to its beginning. */
  private static final class Backwards {
    private final byte[] line;
    private int position;

    Backwards(byte[] line, int length) {
      this.line = line;
      this.position = length;
    }

    boolean skip(String text) {
      int from = position - text.length();
      if (from < 0) {
        return false;
      }
      for (int i = 0; i < text.length(); i++) {
        if (line[from + i] != text.charAt(i)) {
          return false;
        }
      }
      position = from;
      return true;
    }

    String hex(int digits) {
      int from = position - digits;
      if (from < 0) {
        return null;
      }
      for (int i = from; i < position; i++) {
        boolean isHex = line[i] >= '0' && line[i] <= '9' || line[i] >= 'a' && line[i] <= 'f';
        if (!isHex) {
          return null;
        }
      }
      position = from;
      return new String(line, from, digits, ISO_8859_1);
    }

    /** A number without leading zeros, or -1. */
    long number() {
      int end = position;
      while (position > 0 && line[position - 1] >= '0' && line[position - 1] <= '9') {
        position--;
      }
      int digits = end - position;
      if (digits < 1 || digits > MAX_SEQUENCE_DIGITS || digits > 1 && line[position] == '0') {
        return -1;
      }
      return Long.parseLong(new String(line, position, digits, ISO_8859_1));
    }
  }
}
