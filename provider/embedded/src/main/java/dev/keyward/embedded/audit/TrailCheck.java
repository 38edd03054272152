package dev.keyward.embedded.audit;

import dev.keyward.kms.AuditVerification.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks the files of one trail from the first line to the first bad one. Used once. */
final class TrailCheck implements AutoCloseable {
  private final String storeId;
  private final String trail;
  private final Chain chain;
  private final Optional<PublicKey> publicKey;
  private final Optional<TrailHead> head;

  private long sequence;
  private long checkpoints;
  private long signedTo;
  private String previous = TrailFormat.NO_MAC;
  private boolean closed;
  private boolean headSeen;
  private boolean torn;
  private String lastFile = "";
  private long lastLine;

  TrailCheck(
      String storeId,
      String trail,
      Chain chain,
      Optional<PublicKey> publicKey,
      Optional<TrailHead> head) {
    this.storeId = storeId;
    this.trail = trail;
    this.chain = chain;
    this.publicKey = publicKey;
    this.head = head;
  }

  /** Something is not as it was written. */
  private static final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    BadLine(String reason) {
      super(reason, null, false, false);
    }
  }

  /** Reads all files; the first problem ends it. */
  Optional<Problem> run(TreeMap<Integer, Path> files) throws IOException {
    int expected = 1;
    for (Map.Entry<Integer, Path> file : files.entrySet()) {
      if (file.getKey() != expected) {
        return Optional.of(
            new Problem(
                file.getValue().getFileName().toString(),
                1,
                "file " + expected + " of the trail, which comes before, is missing"));
      }
      Optional<Problem> problem = check(file.getValue(), expected);
      if (problem.isPresent()) {
        return problem;
      }
      expected++;
    }
    return end();
  }

  private Optional<Problem> check(Path file, int number) throws IOException {
    lastFile = file.getFileName().toString();
    lastLine = 0;
    try (LineReader reader = new LineReader(file)) {
      while (reader.next()) {
        lastLine++;
        check(reader, number);
      }
      return Optional.empty();
    } catch (BadLine bad) {
      return Optional.of(new Problem(lastFile, lastLine, bad.getMessage()));
    }
  }

  private void check(LineReader reader, int number) throws BadLine {
    require(!torn, "a line before this one is incomplete");
    require(!closed, "the trail was closed before this line");
    require(!reader.isTooLong(), "longer than any line of a trail");
    if (!reader.isComplete()) {
      // The end of a trail whose writer was killed, or writes at this moment.
      torn = true;
      return;
    }
    TrailFormat.Tail tail =
        TrailFormat.tail(reader.line(), reader.length())
            .orElseThrow(() -> new BadLine("not a line of a trail: its end is damaged"));
    boolean isOwn = TrailFormat.isOwnLine(reader.line(), reader.length());
    checkPlace(tail, isOwn);
    String digestBefore = chain.digestText();
    chain.add(reader.line(), 0, tail.covered());
    checkSeal(tail);
    if (lastLine == 1) {
      checkHeader(reader, tail, number);
    } else if (isOwn) {
      checkCheckpoint(reader, tail, digestBefore);
    } else {
      sequence++;
    }
    previous = tail.mac();
    headSeen |= head.isPresent() && head.get().mac().equals(tail.mac());
  }

  private void checkPlace(TrailFormat.Tail tail, boolean isOwn) throws BadLine {
    require(tail.trail().equals(trail), "belongs to another trail");
    long expected = isOwn ? sequence : sequence + 1;
    require(
        tail.sequence() == expected,
        "has number " + tail.sequence() + " where " + expected + " is due");
    require(tail.previous().equals(previous), "does not follow the line before it");
  }

  private void checkSeal(TrailFormat.Tail tail) throws BadLine {
    if (chain.isSealed()) {
      boolean right =
          MessageDigest.isEqual(
              chain.seal().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
              tail.mac().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      require(right, "was changed: its seal is not right");
    }
  }

  private void checkHeader(LineReader reader, TrailFormat.Tail tail, int number) throws BadLine {
    FileHeader header =
        FileHeader.parse(reader.line(), tail.bodyLength())
            .orElseThrow(() -> new BadLine("not the first line of a file"));
    require(header.storeId().equals(storeId), "belongs to another store");
    require(header.number() == number, "is of file " + header.number() + " of the trail");
  }

  private void checkCheckpoint(LineReader reader, TrailFormat.Tail tail, String digestBefore)
      throws BadLine {
    Checkpoint checkpoint =
        Checkpoint.parse(reader.line(), tail.bodyLength())
            .orElseThrow(() -> new BadLine("not a checkpoint"));
    require(
        checkpoint.digest().equals(digestBefore), "a line since the checkpoint before was changed");
    byte[] text =
        Checkpoint.signedText(
            storeId, trail, sequence, digestBefore, checkpoint.time(), checkpoint.closed());
    require(
        publicKey.isPresent()
            && CheckpointKeys.verify(publicKey.get(), text, checkpoint.signature()),
        "the checkpoint's signature is wrong");
    checkpoints++;
    signedTo = sequence;
    closed = checkpoint.closed();
  }

  private Optional<Problem> end() {
    if (torn && closed || lastLine == 0) {
      return Optional.of(new Problem(lastFile, lastLine, "the file is cut off"));
    }
    if (head.isPresent() && !headSeen) {
      TrailHead known = head.get();
      String reason =
          known.sequence() > sequence
              ? "the trail ends at event " + sequence + ", but had " + known.sequence()
              : "the end of the trail is missing";
      return Optional.of(new Problem(lastFile, lastLine + 1, reason));
    }
    return Optional.empty();
  }

  private static void require(boolean condition, String reason) throws BadLine {
    if (!condition) {
      throw new BadLine(reason);
    }
  }

  /** What nothing proves, in a sentence; empty if the trail was closed. */
  Optional<String> unproven() {
    if (closed && (chain.isSealed() || signedTo == sequence)) {
      return Optional.empty();
    }
    String text = "Trail " + trail + " was not closed: ";
    if (sequence > signedTo) {
      String events =
          signedTo + 1 == sequence
              ? "event " + sequence
              : "events " + (signedTo + 1) + " to " + sequence;
      text += "no signature covers " + events;
      text += chain.isSealed() ? ", only the seals of their lines; " : "; ";
    }
    text += "whether more events followed cannot be told";
    return Optional.of(text + (torn ? "; the last line is incomplete." : "."));
  }

  long events() {
    return sequence;
  }

  long checkpoints() {
    return checkpoints;
  }

  long signedEvents() {
    return signedTo;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    chain.close();
  }
}
