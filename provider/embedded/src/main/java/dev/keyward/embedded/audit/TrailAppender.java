package dev.keyward.embedded.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Appends events to the files of a trail: all of a batch or none, forced to disk. Begins the next
 * file when one is full, and makes the checkpoints. Used by one thread.
 */
final class TrailAppender implements AutoCloseable {
  /** A checkpoint after at most this many events. */
  static final int CHECKPOINT_EVENTS = 1000;

  private final String storeId;
  private final TrailLines lines;
  private final TrailSink.Files files;
  private final long maxFileBytes;
  private final CheckpointSigner signer;
  private final InstantSource clock;

  private TrailSink sink;
  private int fileNumber;
  private boolean headerMissing;
  private boolean mustCut;
  private long length;
  private int uncheckpointed;
  private long checkpoints;
  private boolean signerFailed;

  TrailAppender(
      String storeId,
      TrailLines lines,
      TrailSink.Files files,
      long maxFileBytes,
      CheckpointSigner signer,
      InstantSource clock) {
    this.storeId = storeId;
    this.lines = lines;
    this.files = files;
    this.maxFileBytes = maxFileBytes;
    this.signer = signer;
    this.clock = clock;
  }

  /**
   * Puts events on disk; if it fails, the trail is as it was before.
   *
   * @return whether a checkpoint became due among them, and was made
   */
  boolean append(List<byte[]> events) throws IOException {
    long signedBefore = checkpoints;
    transact(
        batch -> {
          for (byte[] event : events) {
            batch.writeBytes(lines.event(event));
            if (++uncheckpointed >= CHECKPOINT_EVENTS && !signerFailed) {
              checkpoint(batch, false);
            }
          }
        });
    if (length >= maxFileBytes) {
      closeFile();
    }
    return checkpoints > signedBefore;
  }

  /** Puts a checkpoint on disk, if there is anything to sign, and tells whether it did. */
  boolean checkpoint(boolean closing) throws IOException {
    signerFailed = false;
    if (fileNumber == 0 || uncheckpointed == 0 && !closing) {
      return false;
    }
    transact(batch -> checkpoint(batch, closing));
    return !signerFailed;
  }

  boolean hasUncheckpointed() {
    return uncheckpointed > 0;
  }

  /** The head as it is on disk. */
  TrailHead head(boolean closed) {
    TrailLines.Position at = lines.position();
    return new TrailHead(at.sequence(), at.mac(), closed, clock.instant());
  }

  private interface Filling {
    void fill(ByteArrayOutputStream batch);
  }

  private void transact(Filling filling) throws IOException {
    TrailLines.Position before = lines.position();
    int uncheckpointedBefore = uncheckpointed;
    boolean written = false;
    try {
      openFile();
      ByteArrayOutputStream batch = new ByteArrayOutputStream(8192);
      if (headerMissing) {
        batch.writeBytes(lines.line(new FileHeader(storeId, fileNumber).body()));
      }
      filling.fill(batch);
      write(batch.toByteArray());
      headerMissing = false;
      written = true;
    } finally {
      if (!written) {
        lines.goBackTo(before);
        uncheckpointed = uncheckpointedBefore;
      }
    }
  }

  /** Without the store's key there is no checkpoint, but the events are still kept. */
  private void checkpoint(ByteArrayOutputStream batch, boolean closing) {
    Optional<Checkpoint> signed = sign(closing);
    if (signed.isPresent()) {
      batch.writeBytes(lines.line(signed.get().body()));
      uncheckpointed = 0;
      checkpoints++;
    }
  }

  private Optional<Checkpoint> sign(boolean closing) {
    try {
      return Optional.of(
          signer.sign(
              new CheckpointSigner.Position(
                  lines.trail(), lines.position().sequence(), lines.digestText(), closing),
              clock.instant()));
    } catch (RuntimeException storeUnavailable) {
      signerFailed = true;
      return Optional.empty();
    }
  }

  private void openFile() throws IOException {
    if (sink == null) {
      sink = files.open(fileNumber + 1);
      fileNumber++;
      headerMissing = true;
      length = 0;
    }
  }

  private void write(byte[] bytes) throws IOException {
    if (mustCut) {
      sink.cutTo(length);
    }
    mustCut = true;
    sink.write(bytes);
    sink.force();
    mustCut = false;
    length += bytes.length;
  }

  private void closeFile() throws IOException {
    TrailSink full = sink;
    sink = null;
    full.close();
  }

  @Override
  public void close() throws IOException {
    lines.close();
    if (sink != null) {
      closeFile();
    }
  }
}
