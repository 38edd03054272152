package dev.keyward.remote.credentials;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One fetch of credentials, in a thread of its own: whoever waits for it waits as long as he has
 * time, and what comes too late for him serves those who come later. Who waited shares its failure,
 * or the last of many callers would wait as often as there are callers.
 */
final class CredentialFlight {
  private final FutureTask<Void> task;

  private CredentialFlight(Runnable fetch) {
    this.task = new FutureTask<>(fetch, null);
  }

  /** Takes off. */
  static CredentialFlight of(Runnable fetch) {
    CredentialFlight flight = new CredentialFlight(fetch);
    Thread thread = new Thread(flight.task, "keyward-credentials");
    thread.setDaemon(true);
    // The application that happens to call first may be unloaded before the fetch ends.
    thread.setContextClassLoader(null);
    thread.start();
    return flight;
  }

  /**
   * Waits for the end.
   *
   * @throws CredentialException if there are no credentials, or not yet
   */
  void await(Duration atMost) {
    try {
      task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SlowCredentialsException(
          "AWS credentials did not come within the time limit of the call; they are still waited"
              + " for, and serve later calls.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SlowCredentialsException("The thread was interrupted while credentials came.");
    } catch (ExecutionException e) {
      throw shared(e.getCause());
    } catch (CancellationException e) {
      throw new CredentialException("The credentials were closed.");
    }
  }

  /** The same for all, but with the stack of the one who gets it. */
  static CredentialException shared(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof CredentialsOutOfReachException known) {
      return new CredentialsOutOfReachException(known.getMessage(), known);
    }
    return cause instanceof CredentialException known
        ? new CredentialException(known.getMessage(), known)
        : new CredentialException("Fetching AWS credentials failed.", cause);
  }
}
