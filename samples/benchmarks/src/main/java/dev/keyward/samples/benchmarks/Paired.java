package dev.keyward.samples.benchmarks;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Compares Keyward with the JDK in short turns, one after the other, and prints the median of the
 * turns' ratios: on a noisy machine this gives figures where two separate runs do not. For error
 * bars use the JMH classes.
 */
public final class Paired {
  private static final int TURNS = 200;
  private static final int WARM_UP_TURNS = 50;
  private static final long TURN_NANOS = 8_000_000;

  private Paired() {}

  /** One operation; its result is of no interest. */
  private interface Call {
    Object run() throws GeneralSecurityException;
  }

  /**
   * Prints one line for each comparison.
   *
   * @param args {@code seal}, {@code sign}, {@code mac}, {@code oaep}, {@code tls} or {@code
   *     keystore}; the first two without
   * @throws GeneralSecurityException never
   */
  public static void main(String[] args) throws GeneralSecurityException {
    List<String> wanted = args.length == 0 ? List.of("seal", "sign") : List.of(args);
    if (wanted.contains("seal")) {
      for (int size : List.of(64, 1024, 65_536, 1_048_576)) {
        compare("encrypt " + size, seal("jdk", size)::encrypt, seal("keyward", size)::encrypt);
        compare("decrypt " + size, seal("jdk", size)::decrypt, seal("keyward", size)::decrypt);
      }
    }
    compareServices(wanted);
    if (wanted.contains("sign")) {
      for (String algorithm : List.of("SHA256withECDSA", "SHA256withRSA")) {
        compare(algorithm, sign("jdk", algorithm)::sign, sign("keyward", algorithm)::sign);
      }
    }
  }

  private static void compareServices(List<String> wanted) throws GeneralSecurityException {
    if (wanted.contains("mac")) {
      compare("HmacSHA256", service("jdk")::mac, service("keyward")::mac);
    }
    if (wanted.contains("oaep")) {
      compare("OAEP decrypt", service("jdk")::decrypt, service("keyward")::decrypt);
    }
    if (wanted.contains("tls")) {
      compare("TLS 1.3 P-256", tls("jdk")::handshake, tls("keyward")::handshake);
    }
    if (wanted.contains("keystore")) {
      compare("getKey + chain", tls("jdk")::lookUp, tls("keyward")::lookUp);
    }
  }

  private static ServiceBenchmark service(String provider) throws GeneralSecurityException {
    ServiceBenchmark benchmark = new ServiceBenchmark();
    benchmark.provider = provider;
    benchmark.prepare();
    return benchmark;
  }

  private static TlsBenchmark tls(String provider) throws GeneralSecurityException {
    TlsBenchmark benchmark = new TlsBenchmark();
    benchmark.provider = provider;
    benchmark.prepare();
    return benchmark;
  }

  private static SealedMessageBenchmark seal(String provider, int size)
      throws GeneralSecurityException {
    SealedMessageBenchmark benchmark = new SealedMessageBenchmark();
    benchmark.provider = provider;
    benchmark.size = size;
    benchmark.prepare();
    return benchmark;
  }

  private static SignatureBenchmark sign(String provider, String algorithm)
      throws GeneralSecurityException {
    SignatureBenchmark benchmark = new SignatureBenchmark();
    benchmark.provider = provider;
    benchmark.algorithm = algorithm;
    benchmark.prepare();
    return benchmark;
  }

  private static void compare(String what, Call jdk, Call keyward) throws GeneralSecurityException {
    int calls = callsPerTurn(jdk, keyward);
    double[] ratios = new double[TURNS];
    double[] jdkNanos = new double[TURNS];
    double[] keywardNanos = new double[TURNS];
    for (int turn = -WARM_UP_TURNS; turn < TURNS; turn++) {
      double first = nanos(jdk, calls);
      double second = nanos(keyward, calls);
      if (turn >= 0) {
        ratios[turn] = first / second;
        jdkNanos[turn] = first;
        keywardNanos[turn] = second;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "java %-8s %-16s ratio %5.2f   (jdk %9.1f us, keyward %9.1f us)%n",
        System.getProperty("java.version"),
        what,
        median(ratios),
        median(jdkNanos) / 1000,
        median(keywardNanos) / 1000);
  }

  private static int callsPerTurn(Call jdk, Call keyward) throws GeneralSecurityException {
    double slower = Math.max(nanos(jdk, 20), nanos(keyward, 20));
    return (int) Math.max(1, Math.min(5000, TURN_NANOS / slower * 4));
  }

  private static double nanos(Call call, int calls) throws GeneralSecurityException {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    return (double) (System.nanoTime() - start) / calls;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
