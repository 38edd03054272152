package dev.keyward.remote.cache;

import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KmsServiceException;
import java.time.Duration;
import java.util.Optional;

/** What was answered to one question, until when it is good, and who asks anew. Thread-safe. */
final class Entry {
  private volatile Timed held;

  // Guarded by this.
  private Asking asking;

  private record Timed(Answer answer, long freshUntil, long staleUntil) {}

  /** A response, or that there is no such key or the caller may not see it. */
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

    /** The key that the service answered about. */
    Optional<String> arn() {
      if (response instanceof DescribeKey.Response described) {
        return Optional.ofNullable(described.keyMetadata().arn());
      }
      return response instanceof GetPublicKey.Response found
          ? Optional.ofNullable(found.keyId())
          : Optional.empty();
    }
  }

  /** Who asks: the given one from now on, unless there is another. */
  synchronized Asking askingOr(Asking mine) {
    if (asking == null) {
      asking = mine;
    }
    return asking;
  }

  synchronized void asked() {
    asking = null;
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

  /** What is there is good for a little longer, but not for longer than it was to be at most. */
  void keep(long now, Duration fresh) {
    Timed current = held;
    if (current != null) {
      long end = Math.min(fresh.toNanos(), current.staleUntil() - now);
      held = new Timed(current.answer(), now + end, current.staleUntil());
    }
  }

  void clear() {
    held = null;
  }

  /** The key that is known, empty if there is none or it is being asked for. */
  Optional<String> arn() {
    Timed current = held;
    return current == null ? Optional.empty() : current.answer().arn();
  }

  synchronized boolean isBeingAsked() {
    return asking != null;
  }
}
