package dev.keyward.both;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.failure.KmsException;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListKeys;
import dev.keyward.remote.RemoteAs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs in a JVM of its own, whose names of hosts come from a file that it rewrites: the endpoint
 * moves to another address, and the old one is given up.
 */
final class ChangedAddressProbe {
  static final String BEFORE = "127.0.0.1 localhost\n127.0.0.2 kms.keyward.test\n";
  private static final String AFTER = "127.0.0.1 localhost\n127.0.0.3 kms.keyward.test\n";
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private ChangedAddressProbe() {}

  @SuppressWarnings("try") // the old address is given up while the resource is open
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    try (ServedStore served = ServedStore.in(directory.resolve("home"));
        Relay old = Relay.at("127.0.0.2", 0, served.endpoint().port());
        Relay moved = Relay.at("127.0.0.3", old.port(), served.endpoint().port());
        Kms kms =
            RemoteAs.kms(
                served.settings(
                    "endpoint",
                    "http://kms.keyward.test:" + old.port(),
                    "endpoint.plain-http",
                    "true"),
                served.administrator().environment())) {
      kms.listKeys(ListKeys.Request.of());
      assertThat(old.connections()).isPositive();
      assertThat(moved.connections()).isZero();
      Files.writeString(directory.resolve("hosts"), AFTER);
      old.close();
      long start = System.nanoTime();
      while (!answers(kms)) {
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        LockSupport.parkNanos(50_000_000);
      }
      System.out.println(
          "new address used after " + (System.nanoTime() - start) / 1_000_000 + " ms");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
      assertThat(moved.connections()).isPositive();
    }
    System.out.println("probe passed");
    System.exit(0);
  }

  private static boolean answers(Kms kms) {
    try {
      kms.listKeys(ListKeys.Request.of());
      return true;
    } catch (KmsException e) {
      return false;
    }
  }
}
