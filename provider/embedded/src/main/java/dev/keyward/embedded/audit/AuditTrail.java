package dev.keyward.embedded.audit;

import dev.keyward.embedded.store.RecordStore;
import dev.keyward.secret.SecretBytes;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;

/**
 * The audit trail of one open store: every event becomes one line of a file that only this object
 * writes. Thread-safe.
 *
 * <p>Nothing is made, neither a file nor a thread, before the first event. The thread is a daemon;
 * at the end of the JVM, and in {@link #close}, what was accepted is written and the trail is
 * signed.
 */
public final class AuditTrail implements AutoCloseable {
  private static final int TRAIL_ID_BYTES = 16;

  private final boolean strict;
  private final EventFormat format;
  private final ContextSeal contexts;
  private final TrailQueue queue;
  private final TrailLines lines;
  private final TrailAppender appender;
  private final TrailWriter writer;
  private final HeadKeeper heads;
  private final TrailLimits limits;
  private Thread thread;
  private Thread atExit;
  private volatile boolean closed;

  /** How long an event may take to reach the disk. */
  public enum Durability {
    /** It is on disk when the call returns: management operations. */
    FORCED,
    /** It is on disk within 100 ms, with at most 1,000 others: cryptographic operations. */
    BUFFERED
  }

  /**
   * How the trail is doing.
   *
   * @param written events on disk
   * @param refused events that were refused
   * @param isFailing whether the last attempt to write failed
   */
  public record Status(long written, long refused, boolean isFailing) {}

  private AuditTrail(
      AuditSettings settings, Store store, TrailSink.Files files, TrailLimits limits) {
    this.strict = settings.strict();
    this.limits = limits;
    RecordStore records = store.records();
    this.contexts = new ContextSeal(records.secretFor("audit context"), settings.context());
    this.format = new EventFormat(contexts);
    this.queue = new TrailQueue(limits);
    try (SecretBytes key = records.secretFor(TrailVerifier.CHAIN_PURPOSE)) {
      String id = records.storeId();
      this.lines = new TrailLines(store.trail(), Chain.sealed(id, store.trail(), key));
    }
    TrailDirectory directory = new TrailDirectory(settings.directory(), records.storeId());
    CheckpointSigner signer = new CheckpointSigner(records, directory, store.random());
    this.appender =
        new TrailAppender(
            records.storeId(), lines, files, settings.maxFileBytes(), signer, store.clock());
    this.heads = new HeadKeeper(new TrailHeads(records), store.trail());
    this.writer = new TrailWriter(queue, appender, heads, limits);
  }

  /** Where a trail belongs, and what it is made with. */
  private record Store(
      RecordStore records, String trail, InstantSource clock, SecureRandom random) {}

  /**
   * Begins a trail. Touches neither files nor the store.
   *
   * @param settings how it is kept
   * @param store the store it belongs to; used, and not closed: close the trail first
   * @param clock the time
   * @param random names the trail, and makes the store's signing key if there is none
   * @return an open trail
   */
  public static AuditTrail open(
      AuditSettings settings, RecordStore store, InstantSource clock, SecureRandom random) {
    Store belongs = new Store(store, newId(random), clock, random);
    TrailFileName first = TrailFileName.first(clock.instant(), belongs.trail());
    TrailDirectory directory = new TrailDirectory(settings.directory(), store.storeId());
    return new AuditTrail(settings, belongs, directory.filesOf(first), TrailLimits.DEFAULT);
  }

  /** A trail with other files and limits than usual. */
  static AuditTrail open(
      AuditSettings settings,
      RecordStore store,
      InstantSource clock,
      SecureRandom random,
      TrailSink.Files files,
      TrailLimits limits) {
    return new AuditTrail(settings, new Store(store, newId(random), clock, random), files, limits);
  }

  private static String newId(SecureRandom random) {
    byte[] id = new byte[TRAIL_ID_BYTES];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /**
   * Records an event. Call it before the result of the call is released.
   *
   * <p>An event that was refused may be in the trail all the same, if its line was on the way to
   * the disk when the caller stopped waiting.
   *
   * @param event the event
   * @param durability when it must be on disk; with {@code audit.strict} always at once
   * @throws AuditUnavailableException if it cannot be recorded so, after at most two seconds; the
   *     call must fail
   */
  public void record(AuditEvent event, Durability durability) {
    if (closed) {
      throw new AuditUnavailableException("Cannot record the call: the trail is closed.", null);
    }
    byte[] line = format.format(event);
    start();
    queue.add(line, strict || durability == Durability.FORCED);
  }

  /**
   * Waits until everything recorded so far is on disk.
   *
   * @throws AuditUnavailableException if that takes more than two seconds
   */
  public void flush() {
    queue.flush();
  }

  /**
   * How the trail is doing.
   *
   * @return figures since it was begun
   */
  public Status status() {
    return new Status(writer.written(), queue.refused(), queue.isFailing());
  }

  private synchronized void start() {
    if (thread == null && !closed) {
      thread = new Thread(writer, "keyward-audit");
      thread.setDaemon(true);
      thread.start();
      closeAtExit();
    }
  }

  /** Nobody closes a security provider: without this, the last events would be lost at the end. */
  private void closeAtExit() {
    atExit = new Thread(this::close, "keyward-audit-exit");
    try {
      Runtime.getRuntime().addShutdownHook(atExit);
    } catch (IllegalStateException alreadyEnding) {
      atExit = null;
    }
  }

  /** Writes what was accepted, signs the trail and ends it. Idempotent. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      running = thread;
    }
    queue.close();
    if (running == null) {
      lines.close();
    } else {
      awaitEnd(running);
      forgetExit();
    }
    if (writer.closingHead() != null) {
      heads.now(writer.closingHead());
    }
    heads.close();
    contexts.close();
  }

  /** A writer that hangs in a write is left behind: it is a daemon, and has nothing to lose. */
  private void awaitEnd(Thread running) {
    long until = System.nanoTime() + 2 * limits.deadline().toNanos();
    boolean interrupted = false;
    while (running.isAlive() && System.nanoTime() < until) {
      try {
        running.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void forgetExit() {
    if (atExit != null && Thread.currentThread() != atExit) {
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException alreadyEnding) {
        // Then it runs, and finds the trail closed.
      }
    }
  }

  @Override
  public String toString() {
    return "AuditTrail[" + lines.trail() + "]";
  }
}
