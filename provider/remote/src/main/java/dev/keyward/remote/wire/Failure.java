package dev.keyward.remote.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Why one attempt gave no result, and what that means for another one. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  enum Kind {
    /** The request did not leave. */
    NOT_SENT,
    /** No place or connection was free: to come with more requests would be wrong. */
    BUSY,
    /** It went out on a connection that was dead already. */
    STALE,
    /** Nobody knows what became of it. */
    UNKNOWN,
    /** The service says that it did not do it, because it cannot at the moment. */
    NOT_PROCESSED,
    /** The service says that it did not do it, because there were too many. */
    THROTTLED,
    /** What was answered cannot be used. */
    INVALID,
    /** The signature was refused, maybe for its time. */
    SIGNATURE,
    /** The credentials were refused. */
    CREDENTIALS,
    /** The service refused the request. */
    REFUSED,
    /** The breaker, or whom we talk to, forbids another attempt. */
    FINAL
  }

  private final Kind kind;
  private final transient RuntimeException failure;
  private final transient Optional<Duration> asked;
  private final transient Optional<Instant> theirTime;

  Failure(Kind kind, RuntimeException failure) {
    this(kind, failure, Optional.empty(), Optional.empty());
  }

  Failure(
      Kind kind, RuntimeException failure, Optional<Duration> asked, Optional<Instant> theirTime) {
    super(null, failure, false, false);
    this.kind = kind;
    this.failure = failure;
    this.asked = asked;
    this.theirTime = theirTime;
  }

  Kind kind() {
    return kind;
  }

  /** What the caller of the operation gets if this was the last attempt. */
  RuntimeException failure() {
    return failure;
  }

  /** How long the service asks to wait. */
  Optional<Duration> asked() {
    return asked;
  }

  /** The time the service has, if it is known to be the service that says so. */
  Optional<Instant> theirTime() {
    return theirTime;
  }

  boolean isThrottle() {
    return kind == Kind.THROTTLED;
  }

  /** Tells whether the request may have been carried out although nothing came back. */
  boolean isAmbiguous() {
    return kind == Kind.UNKNOWN || kind == Kind.STALE || kind == Kind.INVALID;
  }

  /** Tells whether the service is not well. */
  boolean isTransient() {
    return kind == Kind.NOT_SENT
        || kind == Kind.NOT_PROCESSED
        || kind == Kind.INVALID
        || kind == Kind.UNKNOWN;
  }
}
