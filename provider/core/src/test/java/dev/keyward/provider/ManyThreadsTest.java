package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.InMemoryKeyBackend;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KeywardException;
import dev.keyward.model.KeySpec;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * One provider and one key in 48 hands; interrupted hands; a key service that fails and returns.
 */
class ManyThreadsTest {
  private static final int THREADS = 48;
  private static final ManagedKeys KEYS = new ManagedKeys(ProviderList.keyward());
  private static final EveryService EVERY = new EveryService(KEYS);

  @Test
  void everyService_48ThreadsAndOneKey_allAreRight() throws Exception {
    List<Callable<Boolean>> works = new ArrayList<>(EVERY.works().values());
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    try {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int first = i;
        results.add(
            threads.submit(
                () -> {
                  start.await(30, TimeUnit.SECONDS);
                  boolean right = true;
                  for (int n = 0; n < works.size(); n++) {
                    right &= works.get((first + n) % works.size()).call();
                  }
                  return right;
                }));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get(120, TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void everyService_interruptedThread_worksAndKeepsTheFlag() throws Exception {
    for (Map.Entry<String, Callable<Boolean>> work : EVERY.works().entrySet()) {
      Thread.currentThread().interrupt();
      boolean right = isRightOrInterrupted(work.getValue());
      assertThat(Thread.interrupted()).as("flag after %s", work.getKey()).isTrue();
      assertThat(right).as(work.getKey()).isTrue();
    }
  }

  /** Who waits for a key service over a wire may be interrupted, and is told so. */
  private static boolean isRightOrInterrupted(Callable<Boolean> work) throws Exception {
    try {
      return work.call();
    } catch (KeywardException | GeneralSecurityException e) {
      assertThat(e).hasMessageContaining("interrupted");
      assertThat(ProviderList.configuration()).contains("backend=remote");
      return true;
    }
  }

  @Test
  void everyService_failureOfTheKeyService_passesAndLeavesNothingBehind() throws Exception {
    Map<String, Callable<Boolean>> works = EVERY.works();
    works.keySet().removeAll(EveryService.NOT_CRYPTOGRAPHIC);
    InMemoryKeyBackend backend = ProviderList.backendOf(KEYS.secret(KeySpec.SYMMETRIC_DEFAULT));
    for (Map.Entry<String, Callable<Boolean>> work : works.entrySet()) {
      backend.failWith(new BackendUnavailableException("gone for a moment"));
      try {
        assertThatThrownBy(work.getValue()::call)
            .as(work.getKey())
            .hasMessageContaining("gone for a moment")
            .hasCauseInstanceOf(BackendUnavailableException.class);
      } finally {
        backend.failWith(null);
      }
      assertThat(work.getValue().call()).as(work.getKey()).isTrue();
    }
  }
}
