package dev.keyward.remote.cache;

import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KmsException.Details;
import dev.keyward.kms.KmsServiceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One question on its way to the service. The thread that asks ends it in whatever way; all others
 * that want to know the same wait here, each as long as it has time. They share the failure too, or
 * the last of many callers would wait as often as there are callers.
 */
final class Asking {
  private final CompletableFuture<Optional<Entry.Answer>> end = new CompletableFuture<>();

  void answered(Entry.Answer answer) {
    end.complete(Optional.of(answer));
  }

  void failed(RuntimeException failure) {
    end.completeExceptionally(failure);
  }

  /** Whoever asked was stopped for reasons of its own, which are nobody else's. */
  void abandoned() {
    end.complete(Optional.empty());
  }

  /**
   * Waits for the end.
   *
   * @return empty if nobody asks any more
   */
  Optional<Entry.Answer> await(String what, Duration atMost) {
    try {
      return end.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw unavailable("NoAnswer", what + " was not answered within the time limit. Try again.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("Interrupted", what + " was not waited for: the thread was interrupted.");
    } catch (ExecutionException e) {
      throw shared(e.getCause());
    }
  }

  private static BackendUnavailableException unavailable(String code, String text) {
    return new BackendUnavailableException(Details.of(code, text));
  }

  /** The same for all; where it can be, with the stack of the one who gets it. */
  private static RuntimeException shared(Throwable failure) {
    if (failure instanceof KmsServiceException e) {
      return new KmsServiceException(e.code(), e.getMessage(), e.requestId().orElse(null), e);
    }
    if (failure instanceof BackendUnavailableException e) {
      return new BackendUnavailableException(
          new Details(e.code(), e.getMessage(), e.requestId().orElse(null), e));
    }
    return (RuntimeException) failure;
  }
}
