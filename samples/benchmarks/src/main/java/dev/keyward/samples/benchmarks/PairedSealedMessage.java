package dev.keyward.samples.benchmarks;

import java.security.GeneralSecurityException;
import java.util.List;

/**
 * Compares sealed messages with the JDK's AES/GCM in turns of a few milliseconds and keeps the best
 * turn of each: on a noisy machine this gives ratios where two separate runs do not. For figures
 * with error bars use {@link SealedMessageBenchmark}.
 */
public final class PairedSealedMessage {
  private static final int TURNS = 150;
  private static final int MOST_CALLS_PER_TURN = 4000;
  private static final int BYTES_PER_TURN = 16 << 20;

  private PairedSealedMessage() {}

  /**
   * Prints one line for each size and direction.
   *
   * @param args none
   * @throws GeneralSecurityException never
   */
  public static void main(String[] args) throws GeneralSecurityException {
    for (int size : List.of(64, 1024, 65_536, 1_048_576)) {
      compare(
          "encrypt", size, benchmark("jdk", size)::encrypt, benchmark("keyward", size)::encrypt);
      compare(
          "decrypt", size, benchmark("jdk", size)::decrypt, benchmark("keyward", size)::decrypt);
    }
  }

  private static SealedMessageBenchmark benchmark(String provider, int size)
      throws GeneralSecurityException {
    SealedMessageBenchmark benchmark = new SealedMessageBenchmark();
    benchmark.provider = provider;
    benchmark.size = size;
    benchmark.prepare();
    return benchmark;
  }

  private static void compare(String what, int size, Call jdk, Call keyward)
      throws GeneralSecurityException {
    int calls = Math.min(MOST_CALLS_PER_TURN, BYTES_PER_TURN / size);
    long bestJdk = Long.MAX_VALUE;
    long bestKeyward = Long.MAX_VALUE;
    for (int turn = 0; turn < TURNS; turn++) {
      bestJdk = Math.min(bestJdk, time(jdk, calls));
      bestKeyward = Math.min(bestKeyward, time(keyward, calls));
    }
    System.out.printf(
        "java %s %s %7d bytes: jdk %8d ns, keyward %8d ns, ratio %.2f%n",
        System.getProperty("java.version"),
        what,
        size,
        bestJdk,
        bestKeyward,
        (double) bestJdk / bestKeyward);
  }

  private static long time(Call call, int calls) throws GeneralSecurityException {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    return (System.nanoTime() - start) / calls;
  }

  /** One operation; its result is of no interest. */
  private interface Call {
    Object run() throws GeneralSecurityException;
  }
}
