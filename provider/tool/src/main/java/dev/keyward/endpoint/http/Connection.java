package dev.keyward.endpoint.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ProtocolIOSession;

/**
 * One connection, and the time by which its client has to have done what it is at. The limits are
 * for whole heads, bodies and answers: who sends a byte now and then does not get more time.
 */
final class Connection {
  private static final long NEVER = Long.MAX_VALUE;

  /** Our clients send one request after the other; some slack for those that do not. */
  private static final int MOST_UNANSWERED = 16;

  private final ProtocolIOSession session;
  private final HttpLimits limits;
  private final RequestHead.Origin origin;
  private final long origo = System.nanoTime();

  /** Nanoseconds after {@link #origo}. */
  private volatile long deadline;

  private final AtomicInteger unanswered = new AtomicInteger();

  /** Since when it has been without work for us; nanoseconds after {@link #origo}. */
  private volatile long idleSince;

  private volatile boolean inHead;

  /** A request has begun to come, or is under way. */
  private volatile boolean working;

  /** A complete request is under way. */
  private volatile boolean executing;

  Connection(ProtocolIOSession session, HttpLimits limits, boolean isSecure) {
    this.session = session;
    this.limits = limits;
    InetAddress address =
        session.getRemoteAddress() instanceof InetSocketAddress remote
            ? remote.getAddress()
            : InetAddress.getLoopbackAddress();
    this.origin = new RequestHead.Origin(address, isSecure);
    this.deadline = limits.head().toNanos();
    this.inHead = true;
  }

  RequestHead.Origin origin() {
    return origin;
  }

  private long age() {
    return System.nanoTime() - origo;
  }

  /** A request begins; false if too many before it are not answered yet. */
  boolean begins() {
    return unanswered.incrementAndGet() <= MOST_UNANSWERED;
  }

  /** A request is over, in whatever way. */
  void ends() {
    if (unanswered.decrementAndGet() == 0) {
      waits();
    }
  }

  /** Bytes of a head are there; its time begins with the first of them. */
  void readsHead() {
    if (!inHead && !working) {
      inHead = true;
      deadline = age() + limits.head().toNanos();
    }
  }

  void readsBody() {
    working = true;
    inHead = false;
    deadline = age() + limits.body().toNanos();
  }

  /** The client has nothing to do but wait. */
  void works() {
    working = true;
    executing = true;
    inHead = false;
    deadline = NEVER;
  }

  void answers() {
    deadline = age() + limits.answer().toNanos();
  }

  private void waits() {
    working = false;
    executing = false;
    inHead = false;
    idleSince = age();
    deadline = idleSince + limits.idle().toNanos();
  }

  boolean isOverdue() {
    return age() > deadline;
  }

  boolean isWorking() {
    return working;
  }

  /**
   * How long it has been without a complete request; the longest of them gives way to others. Bytes
   * that come now and then do not count, or nobody would give way.
   */
  long idleNanos() {
    return executing ? -1 : age() - idleSince;
  }

  void abort() {
    session.close(CloseMode.IMMEDIATE);
  }
}
