package dev.keyward.samples.benchmarks;

import dev.keyward.embedded.EmbeddedKms;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.ListKeys;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * Measures the embedded engine on a store of 100,000 keys and 200,000 aliases in a fresh JVM with a
 * heap of 64 MiB: opening, finding a key by its alias, listing keys, making one.
 */
public final class ColdLargeStore {
  private static final int KEYS = 100_000;
  private static final int WARM_UP = 2_000;
  private static final int LOOKUPS = 20_000;
  private static final int PAGES = 100;
  private static final int CREATED = 500;

  private ColdLargeStore() {}

  /**
   * Fills a store in a temporary home and measures in a JVM of its own; or, with {@code measure}
   * and a home, measures here.
   *
   * @param args see above
   * @throws Exception if the JVM fails
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 2) {
      measure(Path.of(args[1]));
      return;
    }
    Path home = Files.createTempDirectory("keyward-large");
    long start = System.nanoTime();
    LargeStore.fill(home, KEYS);
    print("filled in %.1f s%n", millisSince(start) / 1000);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process child =
        new ProcessBuilder(
                List.of(
                    java,
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ColdLargeStore.class.getName(),
                    "measure",
                    home.toString()))
            .inheritIO()
            .start();
    if (child.waitFor() != 0) {
      throw new IllegalStateException("the measuring JVM failed");
    }
  }

  private static void measure(Path home) {
    long start = System.nanoTime();
    try (EmbeddedKms kms = LargeStore.open(home)) {
      print("java %s%n", System.getProperty("java.version"));
      print("open                     %8.1f ms%n", millisSince(start));
      Random random = new Random(20261122L);
      report("first alias lookups", WARM_UP, i -> lookUp(kms, random));
      report("alias lookup", LOOKUPS, i -> lookUp(kms, random));
      String[] marker = {null};
      report("ListKeys, first pages", PAGES, i -> marker[0] = page(kms, marker[0]));
      report("ListKeys, page of 1,000", PAGES, i -> marker[0] = page(kms, marker[0]));
      // In another Region: in this one, the account has as many keys as the quota allows.
      EmbeddedKms elsewhere = kms.as(kms.caller().in("eu-west-2"));
      report("CreateKey", CREATED, i -> create(elsewhere));
      System.gc();
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      print("heap in use after a collection %.1f MiB%n", used / 1048576.0);
    }
  }

  private static void lookUp(EmbeddedKms kms, Random random) {
    String alias = LargeStore.alias(random.nextInt(KEYS), random.nextInt(2));
    kms.describeKey(new DescribeKey.Request(alias, List.of()));
  }

  private static String page(EmbeddedKms kms, String marker) {
    ListKeys.Response page = kms.listKeys(new ListKeys.Request(1000, marker));
    if (page.keys().size() != 1000 && page.truncated()) {
      throw new IllegalStateException("a page of " + page.keys().size());
    }
    // After the last page the first one comes again.
    return page.nextMarker();
  }

  private static void create(EmbeddedKms kms) {
    kms.createKey(CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT));
  }

  private static void report(String what, int calls, IntConsumer call) {
    double[] millis = new double[calls];
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      call.accept(i);
      millis[i] = millisSince(start);
    }
    double first = millis[0];
    Arrays.sort(millis);
    print(
        "%-24s first %.2f ms, median %.3f ms, p99 %.3f ms, max %.2f ms%n",
        what, first, millis[calls / 2], millis[calls * 99 / 100], millis[calls - 1]);
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
