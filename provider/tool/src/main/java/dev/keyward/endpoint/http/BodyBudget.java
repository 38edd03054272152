package dev.keyward.endpoint.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The memory that all bodies together may take. When there is none left, bodies that do not get
 * finished give way to those that come: the oldest of the long ones, then the oldest of all. So
 * clients that stall their bodies take nothing from those that send theirs. Thread-safe.
 */
final class BodyBudget {
  /** Requests of honest clients are seldom longer. */
  private static final int SMALL = 64 << 10;

  private final long limit;

  // Guarded by this.
  private final Map<BodyBuffer, Integer> unfinished = new LinkedHashMap<>();
  private long used;

  BodyBudget(long limit) {
    this.limit = limit;
  }

  /** False if there is not enough, or if the body itself had to give way. */
  boolean take(BodyBuffer body, int bytes) {
    List<BodyBuffer> givingWay = new ArrayList<>();
    synchronized (this) {
      if (body.hasGivenWay() || !makeRoom(body, bytes, givingWay)) {
        return false;
      }
      used += bytes;
      unfinished.merge(body, bytes, Integer::sum);
    }
    // Not under the lock: it ends a connection.
    givingWay.forEach(BodyBuffer::abort);
    return true;
  }

  private boolean makeRoom(BodyBuffer body, int bytes, List<BodyBuffer> givingWay) {
    if (used + bytes <= limit) {
      return true;
    }
    long others =
        unfinished.values().stream().mapToLong(Integer::longValue).sum()
            - unfinished.getOrDefault(body, 0);
    if (used - others + bytes > limit) {
      return false;
    }
    while (used + bytes > limit) {
      BodyBuffer oldest = oldestBut(body);
      used -= unfinished.remove(oldest);
      oldest.giveWay();
      givingWay.add(oldest);
    }
    return true;
  }

  private BodyBuffer oldestBut(BodyBuffer body) {
    Optional<BodyBuffer> oldestLong =
        unfinished.entrySet().stream()
            .filter(each -> each.getKey() != body && each.getValue() > SMALL)
            .map(Map.Entry::getKey)
            .findFirst();
    return oldestLong.orElseGet(
        () -> unfinished.keySet().stream().filter(each -> each != body).findFirst().orElseThrow());
  }

  /** A part of what an unfinished or finished body took is free again. */
  synchronized void giveBack(BodyBuffer body, int bytes) {
    if (body.hasGivenWay()) {
      // It was taken from it already.
      return;
    }
    used -= bytes;
    unfinished.computeIfPresent(body, (same, taken) -> taken - bytes);
  }

  /** The body has arrived and does not give way any more; false if it had to before. */
  synchronized boolean finished(BodyBuffer body) {
    unfinished.remove(body);
    return !body.hasGivenWay();
  }

  synchronized long used() {
    return used;
  }
}
