package dev.keyward.samples.benchmarks.wire;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The wire client against the AWS SDK in short turns, one after the other, on one endpoint: medians
 * of the ratios of calls and of bytes allocated by the calling threads, and the time to the first
 * data key in cold JVMs.
 */
public final class PairedCalls {
  private static final int THREADS = 8;
  private static final int TURNS = Integer.getInteger("benchmark.turns", 30);
  private static final int WARM_UP_TURNS = 15;
  private static final long TURN_NANOS = 400_000_000;
  private static final int COLD_ROUNDS = 15;

  private static final ThreadMXBean ALLOCATION = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private PairedCalls() {}

  private record Turn(double callsPerSecond, double bytesPerCall) {}

  /**
   * Measures, or makes one call and prints how long it took ({@code cold CLIENT …}).
   *
   * @param args nothing, or what this program gives the JVMs that it starts
   * @throws Exception if anything fails
   */
  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      firstCall(args);
      return;
    }
    try (ServedKeys served = new ServedKeys();
        Caller sdk = caller("sdk", served);
        Caller keyward = caller("keyward", served)) {
      WireKeys keys = WireKeys.in(served);
      compare("GenerateDataKey", sdk, keyward, caller -> caller.generate(keys.symmetric()));
      compare("Sign", sdk, keyward, caller -> caller.sign(keys.signing()));
      compareCold(served, keys.symmetric());
    }
  }

  private static Caller caller(String client, ServedKeys served) {
    return Caller.of(client, served.uri(), served.region(), served.id(), served.secret());
  }

  /** One call of a client. */
  private interface Work {
    byte[] by(Caller caller);
  }

  private static void compare(String what, Caller sdk, Caller keyward, Work work)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    double[] calls = new double[TURNS];
    double[] bytes = new double[TURNS];
    double[] ours = new double[TURNS];
    double[] theirs = new double[TURNS];
    double[] ourBytes = new double[TURNS];
    try {
      for (int i = -WARM_UP_TURNS; i < TURNS; i++) {
        Turn first = turn(threads, sdk, work);
        Turn second = turn(threads, keyward, work);
        if (i >= 0) {
          calls[i] = second.callsPerSecond() / first.callsPerSecond();
          bytes[i] = second.bytesPerCall() / first.bytesPerCall();
          theirs[i] = first.callsPerSecond();
          ours[i] = second.callsPerSecond();
          ourBytes[i] = second.bytesPerCall();
        }
      }
    } finally {
      threads.shutdownNow();
    }
    System.out.printf(
        Locale.ROOT,
        "java %-8s %-16s calls/s ratio %.2f (sdk %.0f, keyward %.0f)   bytes ratio %.2f (keyward"
            + " %.0f)%n",
        System.getProperty("java.version"),
        what,
        median(calls),
        median(theirs),
        median(ours),
        median(bytes),
        median(ourBytes));
  }

  private static Turn turn(ExecutorService threads, Caller caller, Work work)
      throws InterruptedException, ExecutionException {
    long begun = System.nanoTime();
    long end = begun + TURN_NANOS;
    List<Future<long[]>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      running.add(threads.submit(() -> callUntil(end, caller, work)));
    }
    long calls = 0;
    long bytes = 0;
    for (Future<long[]> one : running) {
      calls += one.get()[0];
      bytes += one.get()[1];
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Turn(calls / seconds, (double) bytes / calls);
  }

  private static long[] callUntil(long end, Caller caller, Work work) {
    long before = ALLOCATION.getCurrentThreadAllocatedBytes();
    long calls = 0;
    while (System.nanoTime() < end) {
      work.by(caller);
      calls++;
    }
    return new long[] {calls, ALLOCATION.getCurrentThreadAllocatedBytes() - before};
  }

  private static void compareCold(ServedKeys served, String key)
      throws IOException, InterruptedException {
    double[] ratios = new double[COLD_ROUNDS];
    double[] sdk = new double[COLD_ROUNDS];
    double[] keyward = new double[COLD_ROUNDS];
    for (int i = -2; i < COLD_ROUNDS; i++) {
      double first = cold("sdk", served, key);
      double second = cold("keyward", served, key);
      if (i >= 0) {
        ratios[i] = second / first;
        sdk[i] = first;
        keyward[i] = second;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "java %-8s first data key   ratio %.2f (sdk %.0f ms, keyward %.0f ms)%n",
        System.getProperty("java.version"),
        median(ratios),
        median(sdk),
        median(keyward));
  }

  private static double cold(String client, ServedKeys served, String key)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            PairedCalls.class.getName(),
            client,
            served.uri().toString(),
            served.region(),
            key);
    builder.environment().put("BENCHMARK_ID", served.id());
    builder.environment().put("BENCHMARK_SECRET", served.secret());
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes()).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("a cold JVM failed: " + printed);
    }
    return Double.parseDouble(printed);
  }

  private static void firstCall(String[] args) {
    long begun = System.nanoTime();
    try (Caller caller =
        Caller.of(
            args[0],
            java.net.URI.create(args[1]),
            args[2],
            System.getenv("BENCHMARK_ID"),
            System.getenv("BENCHMARK_SECRET"))) {
      caller.generate(args[3]);
      System.out.println((System.nanoTime() - begun) / 1e6);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
