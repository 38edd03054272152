package dev.keyward.embedded.material;

import dev.keyward.jdk.JdkRandom;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * Runs every self-test in a fresh JVM and prints how many milliseconds they add.
 *
 * <p>What the first use of cryptography costs in any case is paid before: the JDK's set-up, opening
 * the jar of Bouncy Castle, whose signature is checked (150 ms; there is none in the self-contained
 * jar of Keyward), and loading ACCP. What is measured is processor time, which on an idle machine
 * is the time that passes, and on a busy one still tells how much there is to do.
 */
final class ColdSelfTests {
  private ColdSelfTests() {}

  public static void main(String[] arguments) throws GeneralSecurityException {
    Mac.getInstance("HmacSHA256", Primitives.hmac());
    JdkRandom.shared().nextBytes(new byte[1]);
    new SHA256Digest().reset();
    Primitives.fast();
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long start = thread.getCurrentThreadCpuTime();
    for (SelfTest test : SelfTest.values()) {
      test.require();
    }
    System.out.println((thread.getCurrentThreadCpuTime() - start) / 1_000_000);
  }
}
