package dev.keyward.remote.http;

/**
 * How far the request of this thread got. A connection does not tell those who use it through a
 * pool, so it leaves a note with the thread.
 */
final class Attempt implements AutoCloseable {
  private static final ThreadLocal<Attempt> CURRENT = new ThreadLocal<>();

  private boolean isSending;
  private boolean isOnUsedConnection;
  private boolean isOverTls;
  private volatile boolean isTimedOut;

  private Attempt() {}

  static Attempt start() {
    Attempt attempt = new Attempt();
    CURRENT.set(attempt);
    return attempt;
  }

  /** Called by the connection when the first byte is about to be written. */
  static void begins(boolean onUsedConnection, boolean overTls) {
    Attempt attempt = CURRENT.get();
    if (attempt != null) {
      attempt.isSending = true;
      attempt.isOnUsedConnection = onUsedConnection;
      attempt.isOverTls = overTls;
    }
  }

  /** Tells whether the attempt of this thread has used up its time. */
  static boolean isOver() {
    Attempt attempt = CURRENT.get();
    return attempt != null && attempt.isTimedOut;
  }

  /** Called by the watchdog, from its own thread. */
  void timeOut() {
    isTimedOut = true;
  }

  boolean isSending() {
    return isSending;
  }

  boolean isOnUsedConnection() {
    return isOnUsedConnection;
  }

  boolean isOverTls() {
    return isOverTls;
  }

  boolean isTimedOut() {
    return isTimedOut;
  }

  @Override
  public void close() {
    CURRENT.remove();
  }
}
