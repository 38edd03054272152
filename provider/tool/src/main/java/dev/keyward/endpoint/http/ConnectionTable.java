package dev.keyward.endpoint.http;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All open connections. Thread-safe. */
final class ConnectionTable {
  private final int limit;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();

  ConnectionTable(int limit) {
    this.limit = limit;
  }

  /**
   * Takes a connection in. If there are too many, the one that has gone without a request for
   * longest gives way; if all are at work, the new one is not taken.
   */
  boolean add(Connection connection) {
    if (open.size() >= limit && !makeRoom()) {
      return false;
    }
    open.add(connection);
    return true;
  }

  private boolean makeRoom() {
    return open.stream()
        .max(Comparator.comparingLong(Connection::idleNanos))
        .filter(idle -> idle.idleNanos() >= 0)
        .map(
            idle -> {
              open.remove(idle);
              idle.abort();
              return true;
            })
        .orElse(false);
  }

  void remove(Connection connection) {
    open.remove(connection);
  }

  void abortOverdue() {
    open.stream().filter(Connection::isOverdue).forEach(Connection::abort);
  }

  void abortIdle() {
    open.stream().filter(connection -> !connection.isWorking()).forEach(Connection::abort);
  }

  boolean isAnyWorking() {
    return open.stream().anyMatch(Connection::isWorking);
  }

  int size() {
    return open.size();
  }
}
