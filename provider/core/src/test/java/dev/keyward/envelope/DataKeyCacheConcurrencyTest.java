package dev.keyward.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.doubles.ManualClock;
import dev.keyward.doubles.MemoryBackend;
import dev.keyward.doubles.MemorySource;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference.KeyArn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DataKeyCacheConcurrencyTest {
  private static final int THREADS = 8;
  private static final EncryptionContext NO_CONTEXT = EncryptionContext.empty();

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final MemoryBackend backend = new MemoryBackend();
  private final KeyArn arn = backend.createKey();
  private final MemorySource source = new MemorySource(backend, arn);
  private final ManualClock clock = new ManualClock();
  private final DataKeyCache cache =
      new DataKeyCache(
          CacheLimits.defaults().withMaxAge(Duration.ofSeconds(100)), clock, clock::nanos);

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void forSealing_manyThreadsAtOnce_asksTheKeyServiceOnce() throws Exception {
    CountDownLatch inCall = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    backend.duringCall =
        () -> {
          inCall.countDown();
          await(mayAnswer);
        };
    List<Future<CachedDataKey>> results = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      results.add(threads.submit(() -> cache.forSealing(source, NO_CONTEXT)));
    }
    await(inCall);
    mayAnswer.countDown();
    CachedDataKey first = results.get(0).get(30, TimeUnit.SECONDS);
    for (Future<CachedDataKey> result : results) {
      assertThat(result.get(30, TimeUnit.SECONDS)).isSameAs(first);
    }

    assertThat(backend.generated).hasValue(1);
  }

  @Test
  void forSealing_flightFails_waitersGetTheSameFailure() throws Exception {
    CountDownLatch inCall = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    backend.duringCall =
        () -> {
          inCall.countDown();
          await(mayAnswer);
        };
    backend.failure = new BackendUnavailableException("dark");
    Future<CachedDataKey> flight = threads.submit(() -> cache.forSealing(source, NO_CONTEXT));
    await(inCall);
    Future<CachedDataKey> waiter = threads.submit(() -> cache.forSealing(source, NO_CONTEXT));
    mayAnswer.countDown();

    assertThatThrownBy(() -> flight.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(BackendUnavailableException.class);
    assertThatThrownBy(() -> waiter.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(BackendUnavailableException.class);
  }

  @Test
  void forSealing_refreshInFlight_othersGoOnWithTheOldKey() throws Exception {
    CachedDataKey old = cache.forSealing(source, NO_CONTEXT);
    clock.advance(Duration.ofSeconds(80));
    CountDownLatch inCall = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    backend.duringCall =
        () -> {
          inCall.countDown();
          await(mayAnswer);
        };
    Future<CachedDataKey> refresher = threads.submit(() -> cache.forSealing(source, NO_CONTEXT));
    await(inCall);

    assertThat(cache.forSealing(source, NO_CONTEXT)).isSameAs(old);
    mayAnswer.countDown();
    refresher.get(30, TimeUnit.SECONDS);
    assertThat(cache.forSealing(source, NO_CONTEXT)).isNotSameAs(old);
  }

  @Test
  void sealAndOpen_evictionsAllTheTime_neverFailsAndNeverMixesKeys() throws Exception {
    AtomicInteger done = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    List<Future<?>> workers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      workers.add(
          threads.submit(
              () -> {
                await(start);
                for (int i = 0; i < 500; i++) {
                  roundTrip(i);
                  done.incrementAndGet();
                }
                return null;
              }));
    }
    Future<?> evictor =
        threads.submit(
            () -> {
              await(start);
              while (done.get() < 2000 && !Thread.currentThread().isInterrupted()) {
                cache.clear();
                Thread.onSpinWait();
              }
            });
    start.countDown();
    for (Future<?> worker : workers) {
      worker.get(50, TimeUnit.SECONDS);
    }
    evictor.get(10, TimeUnit.SECONDS);

    assertThat(done).hasValue(2000);
    assertThat(cache.statistics().evictions()).isPositive();
  }

  private void roundTrip(int length) throws Exception {
    byte[] plaintext = new byte[length];
    MessageSealer sealer = new MessageSealer(cache, source, NO_CONTEXT, JdkRandom.shared());
    byte[] iv = new byte[12];
    JdkRandom.shared().nextBytes(iv);
    sealer.begin(iv, false);
    sealer.prepare();
    byte[] message = new byte[sealer.finishSize(length)];
    sealer.finish(plaintext, 0, length, message, 0);
    byte[] opened =
        new MessageOpener(cache, source, NO_CONTEXT)
            .open(message, 0, message.length, new byte[0], iv);
    assertThat(opened).isEqualTo(plaintext);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
