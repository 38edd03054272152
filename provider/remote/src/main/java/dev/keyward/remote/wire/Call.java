package dev.keyward.remote.wire;

import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KmsException;
import dev.keyward.failure.KmsException.Details;
import dev.keyward.failure.OutcomeUnknownException;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.remote.credentials.Credentials;
import dev.keyward.remote.resilience.Deadline;
import dev.keyward.remote.resilience.Repeatability;
import dev.keyward.remote.resilience.RetryBudget;
import dev.keyward.remote.telemetry.Meters;
import dev.keyward.remote.telemetry.Meters.Count;
import dev.keyward.remote.wire.Failure.Kind;
import java.time.Duration;
import java.util.Optional;

/** One call of an operation: its attempts, and what is known after each. */
final class Call {
  private final RegionClient client;
  private final Resilience resilience;
  private final String operation;
  private final Record request;
  private final Repeatability repeatability;
  private final Deadline deadline;

  private int attempts;
  private int transientFailures;
  private int lastPrice;
  private boolean isAmbiguous;
  private boolean wasStale;
  private boolean wasInvalid;
  private boolean wasResigned;
  private boolean hadOtherCredentials;

  /** By how much the clock was corrected when the last attempt was signed. */
  private Duration signedWith = Duration.ZERO;

  Call(
      RegionClient client,
      String operation,
      Record request,
      Repeatability repeatability,
      Deadline deadline) {
    this.client = client;
    this.resilience = client.resilience();
    this.operation = operation;
    this.request = request;
    this.repeatability = repeatability;
    this.deadline = deadline;
  }

  int attempts() {
    return attempts;
  }

  Record run() {
    if (repeatability == Repeatability.ONCE) {
      client.exchange().onFreshConnection();
    }
    while (true) {
      attempts++;
      Failure failure;
      Credentials caller = null;
      try {
        caller = client.exchange().credentials(deadline.left());
        Record response = attempt(caller);
        resilience.budget().succeeded(lastPrice);
        return response;
      } catch (Failure e) {
        failure = e;
        isAmbiguous |= e.isAmbiguous();
        if (isWorthAnotherAttempt(e, caller)) {
          continue;
        }
      } finally {
        if (caller != null) {
          caller.close();
        }
      }
      return end(failure);
    }
  }

  // --- one attempt -----------------------------------------------------------------------------

  private Record attempt(Credentials caller) throws Failure {
    awaitTurn();
    enter();
    try {
      requireBreakerClosed();
      client.meters().add(Count.ATTEMPTS);
      Meters.Timed timed =
          client.meters().attempt(operation, client.exchange().target().toString());
      String outcome = "success";
      signedWith = resilience.clock().offset();
      try {
        Record response = client.exchange().send(operation, request, caller, deadline.left());
        resilience.rate().taken();
        resilience.breaker().answered();
        return response;
      } catch (Failure e) {
        outcome = e.kind().name();
        tell(e);
        throw e;
      } catch (RuntimeException | Error e) {
        resilience.breaker().abandoned();
        throw e;
      } finally {
        timed.end(outcome, attempts);
      }
    } finally {
      resilience.bulkhead().leave();
    }
  }

  private void tell(Failure e) {
    if (e.isThrottle()) {
      client.meters().add(Count.THROTTLED);
      resilience.rate().throttled();
    }
    if (e.kind() == Kind.BUSY || e.kind() == Kind.STALE) {
      resilience.breaker().abandoned();
    } else if (e.isTransient()) {
      resilience.breaker().failed();
    } else {
      resilience.breaker().answered();
    }
  }

  /** Who waits for a turn is one of those who wait, as well as who waits for a connection. */
  private void awaitTurn() throws Failure {
    if (!resilience.rate().isLimited()) {
      return;
    }
    if (!resilience.bulkhead().beginWaiting()) {
      client.meters().add(Count.REFUSED_BY_BULKHEAD);
      throw throttled("too many are waiting for their turn");
    }
    try {
      Duration wait = resilience.rate().reserve(deadline.left());
      if (wait.isNegative()) {
        throw throttled("this one would be too late");
      }
      pause(wait);
    } finally {
      resilience.bulkhead().endWaiting();
    }
  }

  private static Failure throttled(String why) {
    return new Failure(
        Kind.FINAL,
        new KmsServiceException(
            ErrorCode.THROTTLING.wireName(),
            "The service takes fewer requests than there are; " + why + ".",
            null,
            null));
  }

  private void enter() throws Failure {
    Duration lease = resilience.limits().lease();
    try {
      Duration longest = deadline.allows(lease) ? lease : deadline.left();
      if (!resilience.bulkhead().enter(longest)) {
        client.meters().add(Count.REFUSED_BY_BULKHEAD);
        throw unavailable("TooManyCalls", "too many calls are under way or waiting");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("Interrupted", "the thread was interrupted");
    }
  }

  private void requireBreakerClosed() throws Failure {
    Optional<Duration> away = resilience.breaker().tryPass();
    if (away.isPresent()) {
      client.meters().add(Count.REFUSED_BY_BREAKER);
      throw unavailable(
          "CircuitOpen",
          "the service failed most of the last calls and is left alone for "
              + Math.max(1, away.get().toSeconds())
              + " s");
    }
  }

  private void pause(Duration wait) throws Failure {
    if (wait.isZero()) {
      return;
    }
    try {
      resilience.waiter().await(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("Interrupted", "the thread was interrupted");
    }
  }

  private Failure unavailable(String code, String reason) {
    return new Failure(
        Kind.FINAL,
        new BackendUnavailableException(
            Details.of(
                code,
                operation
                    + " for "
                    + KeyOf.text(request)
                    + " was not sent to "
                    + client.exchange().target()
                    + ": "
                    + reason
                    + ". Try again.")));
  }

  // --- another one? ----------------------------------------------------------------------------

  private boolean isWorthAnotherAttempt(Failure e, Credentials caller) {
    return switch (e.kind()) {
      case STALE -> resendsForFree() || isRepeatable() && retriesOnFreshConnection(e);
      case SIGNATURE -> signsAnew(e);
      case CREDENTIALS -> takesOtherCredentials(caller);
      case INVALID -> !wasInvalid && (wasInvalid = true) && isRepeatable() && retries(e);
      case UNKNOWN -> isRepeatable() && retries(e);
      case NOT_SENT, NOT_PROCESSED, THROTTLED -> retries(e);
      case BUSY, REFUSED, FINAL -> false;
    };
  }

  private boolean isRepeatable() {
    return repeatability != Repeatability.ONCE;
  }

  /** The connection died while it lay in the pool: not the service's fault, and not charged. */
  private boolean resendsForFree() {
    if (!isRepeatable() || deadline.left().isZero()) {
      return false;
    }
    if (wasStale) {
      return false;
    }
    wasStale = true;
    client.exchange().onFreshConnection();
    client.meters().add(Count.RESENT);
    attempts--;
    return true;
  }

  /** Once may be a server that was started anew; again, it is a failure like others. */
  private boolean retriesOnFreshConnection(Failure e) {
    client.exchange().onFreshConnection();
    return retries(e);
  }

  /** The clock is right now, by this answer or by that of another call in the meantime. */
  private boolean signsAnew(Failure e) {
    if (wasResigned || deadline.left().isZero()) {
      return false;
    }
    wasResigned = true;
    boolean corrected = e.theirTime().filter(resilience.clock()::correct).isPresent();
    return corrected || !resilience.clock().offset().equals(signedWith);
  }

  private boolean takesOtherCredentials(Credentials caller) {
    return !hadOtherCredentials
        && (hadOtherCredentials = true)
        && caller != null
        && client.exchange().replace(caller, deadline.left())
        && !deadline.left().isZero();
  }

  private boolean retries(Failure e) {
    transientFailures += e.isThrottle() ? 0 : 1;
    // A service that throttled once does not get more patience with what else it does.
    if (transientFailures >= resilience.retries().most(false)
        || attempts >= resilience.retries().most(true)) {
      return false;
    }
    Duration wait =
        resilience.retries().wait(attempts, e.isThrottle(), e.asked(), resilience.random());
    if (!deadline.allows(wait)) {
      return false;
    }
    int price = e.isThrottle() ? RetryBudget.THROTTLED : RetryBudget.TRANSIENT;
    if (!resilience.budget().pay(price)) {
      client.meters().add(Count.REFUSED_BY_BUDGET);
      return false;
    }
    lastPrice = price;
    try {
      pause(wait);
    } catch (Failure interrupted) {
      return false;
    }
    client.meters().add(Count.RETRIES);
    return true;
  }

  // --- no ---------------------------------------------------------------------------------------

  private Record end(Failure last) {
    if (!isAmbiguous || repeatability == Repeatability.READS) {
      throw last.failure();
    }
    if (isRepeatable()) {
      ReadBack.Found found = ReadBack.look(client, request, last);
      if (found.outcome() == ReadBack.Outcome.DONE) {
        return found.response();
      }
      if (found.outcome() == ReadBack.Outcome.NOT_DONE && last.kind() == Kind.REFUSED) {
        throw last.failure();
      }
    }
    throw new OutcomeUnknownException(
        Details.of(
                OutcomeUnknownException.DEFAULT_CODE,
                operation
                    + " for "
                    + KeyOf.text(request)
                    + " was sent to "
                    + client.exchange().target()
                    + (last.kind() == Kind.REFUSED
                        ? ", got no answer, and was refused when it was sent again ("
                            + code(last.failure())
                            + ")"
                        : ", but no answer came")
                    + ". It may or may not have been carried out."
                    + RequestIds.hint(request))
            .causedBy(last.failure()));
  }

  private static String code(RuntimeException failure) {
    return failure instanceof KmsServiceException e
        ? e.code()
        : failure instanceof KmsException known ? known.code() : "";
  }
}
