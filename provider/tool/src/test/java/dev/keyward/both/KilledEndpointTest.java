package dev.keyward.both;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.failure.KmsException;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.Kms;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.remote.RemoteAs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The endpoint's process is killed under load and started again on the same port and home: its
 * clients go on by themselves, and what they were told is done is done.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class KilledEndpointTest {
  private static final int THREADS = 4;
  private static final long LONGEST_NANOS = 60_000_000_000L;

  @TempDir private Path folder;

  /** What one caller was told is done. */
  private record Acknowledged(
      Map<String, String> aliases, Queue<Sealed> messages, AtomicLong done, Queue<Throwable> odd) {
    static Acknowledged nothing() {
      return new Acknowledged(
          new ConcurrentHashMap<>(),
          new ConcurrentLinkedQueue<>(),
          new AtomicLong(),
          new ConcurrentLinkedQueue<>());
    }
  }

  private record Sealed(byte[] blob, String text) {}

  @Test
  void clients_endpointKilledFiveTimes_goOnAndNothingIsLost() throws Exception {
    killAndCheck(5);
  }

  @Test
  @Tag("nightly")
  void clients_endpointKilledThirtyTimes_goOnAndNothingIsLost() throws Exception {
    killAndCheck(30);
  }

  private void killAndCheck(int kills) throws Exception {
    long seed = Long.getLong("keyward.test.seed", 42);
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    Path home = Files.createDirectories(folder.toRealPath().resolve("home"));
    List<Acknowledged> all = new ArrayList<>();
    try (ServeProcess server = new ServeProcess(home)) {
      server.start();
      try (Kms kms = RemoteAs.kms(ServeProcess.settings(), server.environment())) {
        ExecutorService callers = Executors.newFixedThreadPool(THREADS);
        try {
          List<Future<?>> running = new ArrayList<>();
          for (int i = 0; i < THREADS; i++) {
            Acknowledged told = Acknowledged.nothing();
            all.add(told);
            String name = "alias/caller-" + i + "-";
            running.add(callers.submit(() -> work(kms, name, told)));
          }
          for (int i = 0; i < kills; i++) {
            awaitProgress(all);
            LockSupport.parkNanos(random.nextLong(300_000_000L));
            server.kill();
            server.start();
          }
          awaitProgress(all);
          callers.shutdownNow();
          for (Future<?> caller : running) {
            caller.get(60, TimeUnit.SECONDS);
          }
        } finally {
          callers.shutdownNow();
        }
        check(kms, all);
      }
    }
  }

  private static void work(Kms kms, String name, Acknowledged told) {
    for (int n = 0; !Thread.currentThread().isInterrupted(); n++) {
      try {
        String key =
            kms.createKey(CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT))
                .keyMetadata()
                .arn();
        kms.createAlias(CreateAlias.Request.of(name + n, key));
        told.aliases().put(name + n, key);
        for (int i = 0; i < 10; i++) {
          String text = name + n + "/" + i;
          byte[] blob =
              kms.encrypt(Encrypt.Request.of(key, text.getBytes(StandardCharsets.UTF_8)))
                  .ciphertextBlob();
          told.messages().add(new Sealed(blob, text));
        }
        told.done().incrementAndGet();
      } catch (KmsException e) {
        // Not done, or nobody knows: so nothing was promised.
        LockSupport.parkNanos(20_000_000);
      } catch (RuntimeException e) {
        told.odd().add(e);
      }
    }
  }

  /** Each caller finishes something that it began now: clients need nobody's help. */
  private static void awaitProgress(List<Acknowledged> all) {
    long[] before = all.stream().mapToLong(told -> told.done().get()).toArray();
    long end = System.nanoTime() + LONGEST_NANOS;
    for (int i = 0; i < before.length; i++) {
      while (all.get(i).done().get() < before[i] + 2) {
        assertThat(System.nanoTime() - end).as("caller " + i + " is stuck").isNegative();
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  private static void check(Kms kms, List<Acknowledged> all) {
    int aliases = 0;
    int messages = 0;
    for (Acknowledged told : all) {
      assertThat(told.odd()).isEmpty();
      for (Map.Entry<String, String> alias : told.aliases().entrySet()) {
        assertThat(kms.describeKey(DescribeKey.Request.of(alias.getKey())).keyMetadata().arn())
            .isEqualTo(alias.getValue());
        aliases++;
      }
      for (Sealed sealed : told.messages()) {
        byte[] opened = kms.decrypt(Decrypt.Request.of(sealed.blob())).plaintext();
        assertThat(new String(opened, StandardCharsets.UTF_8)).isEqualTo(sealed.text());
        messages++;
      }
    }
    System.out.println(aliases + " aliases and " + messages + " messages, none lost");
    assertThat(aliases).isGreaterThan(THREADS);
  }
}
