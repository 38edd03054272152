package dev.keyward.endpoint.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ProtocolIOSession;

/**
 * One connection, and the time by which its client has to have done what it is at. The limits are
 * for whole heads, bodies and answers: who sends a byte now and then does not get more time.
 */
final class Connection {
  private static final long NEVER = Long.MAX_VALUE;

  private final ProtocolIOSession session;
  private final HttpLimits limits;
  private final RequestHead.Origin origin;
  private final long origo = System.nanoTime();

  /** Nanoseconds after {@link #origo}. */
  private volatile long deadline;

  private volatile boolean inHead;
  private volatile boolean working;

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
    inHead = false;
    deadline = NEVER;
  }

  void answers() {
    deadline = age() + limits.answer().toNanos();
  }

  void waits() {
    working = false;
    inHead = false;
    deadline = age() + limits.idle().toNanos();
  }

  boolean isOverdue() {
    return age() > deadline;
  }

  boolean isWorking() {
    return working;
  }

  /** How long it has been doing nothing that counts; the longest of them gives way to others. */
  long idleNanos() {
    return working ? -1 : age();
  }

  void abort() {
    session.close(CloseMode.IMMEDIATE);
  }
}
