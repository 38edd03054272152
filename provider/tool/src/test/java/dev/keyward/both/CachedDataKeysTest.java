package dev.keyward.both;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.KeywardProvider;
import dev.keyward.endpoint.EndpointSettings;
import dev.keyward.failure.KeywardException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.kms.DisableKey;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.nio.file.Path;
import java.security.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data-key cache in front of a remote key service: promises P22 and P26. */
class CachedDataKeysTest {
  private static final byte[] TEXT = "order 7: two apples".getBytes(UTF_8);
  private static final int THREADS = 8;

  @TempDir private Path folder;

  private static KeywardProvider provider(ServedStore served, Duration age) {
    return new KeywardProvider()
        .configure(
            RemoteAsFactory.configuration(served, served.administrator())
                + ";cache.max-age="
                + age.toMillis()
                + "ms");
  }

  private static Key key(KeywardProvider provider) throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
    generator.init(ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT));
    return generator.generateKey();
  }

  private static byte[] seal(KeywardProvider provider, Key key) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    return cipher.doFinal(TEXT);
  }

  private static byte[] open(KeywardProvider provider, Key key, byte[] sealed) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(Cipher.DECRYPT_MODE, key);
    return cipher.doFinal(sealed);
  }

  @Test
  void decrypt_endpointGone_worksUntilTheDataKeyIsOldAndNoLonger() throws Exception {
    Duration age = Duration.ofSeconds(3);
    ServedStore served = ServedStore.in(folder.resolve("home"));
    try (KeywardProvider provider = provider(served, age)) {
      Key key = key(provider);
      byte[] sealed = seal(provider, key);
      long fetched = System.nanoTime();
      assertThat(open(provider, key, sealed)).isEqualTo(TEXT);
      served.close();
      int opened = 0;
      while (System.nanoTime() - fetched < age.toNanos() * 2 / 3) {
        assertThat(open(provider, key, sealed)).isEqualTo(TEXT);
        opened++;
      }
      assertThat(opened).isPositive();
      assertRefused(() -> open(provider, key, sealed), fetched + age.plusSeconds(30).toNanos());
    } finally {
      served.close();
    }
  }

  @Test
  void decrypt_keyDisabled_isRefusedWithinTheAgeOfDataKeysAndASecond() throws Exception {
    Duration age = Duration.ofSeconds(1);
    try (ServedStore served = ServedStore.in(folder.resolve("home"));
        KeywardProvider provider = provider(served, age)) {
      Key key = key(provider);
      byte[] sealed = seal(provider, key);
      open(provider, key, sealed);
      served.kms().disableKey(DisableKey.Request.of(((KeyHandle) key).arn().toString()));
      long disabled = System.nanoTime();
      String said =
          assertRefused(() -> open(provider, key, sealed), disabled + age.plusSeconds(1).toNanos());
      assertThat(said).contains("is disabled");
    }
  }

  private interface Attempt {
    byte[] run() throws Exception;
  }

  private static String assertRefused(Attempt attempt, long latest) throws Exception {
    while (true) {
      long begun = System.nanoTime();
      try {
        attempt.run();
      } catch (KeywardException e) {
        return e.getMessage();
      }
      assertThat(begun - latest).as("nanoseconds too late").isNegative();
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void messages_halfOfTheCallsThrottled_noneFails() throws Exception {
    underThrottling(Duration.ofSeconds(1), Duration.ofSeconds(4));
  }

  @Test
  @Tag("nightly")
  void messages_halfOfTheCallsThrottledForAMinute_noneFails() throws Exception {
    underThrottling(Duration.ofSeconds(30), Duration.ofSeconds(60));
  }

  private void underThrottling(Duration age, Duration time) throws Exception {
    CountedAccess[] counted = new CountedAccess[1];
    try (ServedStore served =
            ServedStore.in(
                folder.resolve("home"),
                settings -> {
                  counted[0] = new CountedAccess(settings.service());
                  return EndpointSettings.onLoopback(counted[0]);
                });
        KeywardProvider provider = provider(served, age)) {
      Key key = key(provider);
      assertThat(open(provider, key, seal(provider, key))).isEqualTo(TEXT);
      counted[0].taken();
      exchange(provider, key, time);
      int undisturbed = total(counted[0]);
      counted[0].throttleEveryOther();
      exchange(provider, key, time);
      // Half of the calls are asked twice, a quarter three times …: twice as many, and some luck.
      assertThat(total(counted[0])).isLessThanOrEqualTo((int) Math.ceil(2.2 * undisturbed) + 4);
    }
  }

  private static int total(CountedAccess counted) {
    return counted.taken().values().stream().mapToInt(Integer::intValue).sum();
  }

  private static void exchange(KeywardProvider provider, Key key, Duration time) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      long end = System.nanoTime() + time.toNanos();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(
            threads.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    assertThat(open(provider, key, seal(provider, key))).isEqualTo(TEXT);
                  }
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
