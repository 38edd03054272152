package dev.keyward.remote.cache;

import dev.keyward.kms.KmsServiceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** What was answered to one question, and until when it is good. Thread-safe. */
final class Entry {
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Timed held;

  private record Timed(Answer answer, long freshUntil, long staleUntil) {}

  /** A response, or that there is no such key. */
  record Answer(Record response, KmsServiceException refusal) {
    static Answer of(Record response) {
      return new Answer(response, null);
    }

    static Answer of(KmsServiceException refusal) {
      return new Answer(null, refusal);
    }

    Record give() {
      if (refusal != null) {
        // A new one: the stack of the first caller tells the next one nothing.
        throw new KmsServiceException(
            refusal.code(), refusal.getMessage(), refusal.requestId().orElse(null), null);
      }
      return response;
    }
  }

  /** Held by the thread that asks the service. */
  ReentrantLock asking() {
    return asking;
  }

  Optional<Answer> fresh(long now) {
    Timed current = held;
    return current != null && now - current.freshUntil() < 0
        ? Optional.of(current.answer())
        : Optional.empty();
  }

  Optional<Answer> stale(long now) {
    Timed current = held;
    return current != null && now - current.staleUntil() < 0
        ? Optional.of(current.answer())
        : Optional.empty();
  }

  void put(Answer answer, long now, Duration fresh, Duration stale) {
    held = new Timed(answer, now + fresh.toNanos(), now + stale.toNanos());
  }

  void clear() {
    held = null;
  }
}
