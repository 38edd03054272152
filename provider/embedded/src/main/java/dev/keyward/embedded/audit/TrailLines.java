package dev.keyward.embedded.audit;

import java.util.Arrays;

/** Numbers and seals the lines of one trail, one after the other. Not thread-safe. */
final class TrailLines implements AutoCloseable {
  private final String trail;
  private final Chain chain;
  private long sequence;
  private String previous = TrailFormat.NO_MAC;

  TrailLines(String trail, Chain chain) {
    this.trail = trail;
    this.chain = chain;
  }

  /**
   * A place in the trail.
   *
   * @param sequence number of the last event
   * @param mac seal of the last line
   * @param digest running digest of the chain
   */
  record Position(long sequence, String mac, byte[] digest) {}

  Position position() {
    return new Position(sequence, previous, chain.digest());
  }

  void goBackTo(Position earlier) {
    sequence = earlier.sequence();
    previous = earlier.mac();
    chain.goBackTo(earlier.digest());
  }

  String trail() {
    return trail;
  }

  String digestText() {
    return chain.digestText();
  }

  /** The line of an event. */
  byte[] event(byte[] body) {
    sequence++;
    return line(body);
  }

  /** A line that is no event: it has the number of the event before it. */
  byte[] line(byte[] body) {
    byte[] middle = TrailFormat.beforeMac(trail, sequence, previous);
    int covered = body.length + middle.length;
    byte[] line = Arrays.copyOf(body, covered + TrailFormat.MAC_DIGITS + 4);
    System.arraycopy(middle, 0, line, body.length, middle.length);
    chain.add(line, 0, covered);
    previous = chain.seal();
    byte[] end = TrailFormat.macAndEnd(previous);
    System.arraycopy(end, 0, line, covered, end.length);
    return line;
  }

  @Override
  public void close() {
    chain.close();
  }
}
