package dev.keyward.jdk;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;

/** The JDK's random number generator as a fixed choice, never one found by list order. */
public final class JdkRandom {
  private static volatile SecureRandom shared;

  private JdkRandom() {}

  /**
   * The generator of this JVM: the operating system's where the JDK offers it without blocking,
   * else the DRBG of SP 800-90A. Thread-safe; made at the first call.
   *
   * @return always the same object
   */
  public static SecureRandom shared() {
    SecureRandom found = shared;
    if (found == null) {
      found = create();
      shared = found;
    }
    return found;
  }

  private static SecureRandom create() {
    Provider sun = JdkProvider.SUN.instance();
    boolean isNative = sun.getService("SecureRandom", "NativePRNGNonBlocking") != null;
    try {
      return SecureRandom.getInstance(isNative ? "NativePRNGNonBlocking" : "DRBG", sun);
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("the JDK's SUN provider offers no random number generator", e);
    }
  }
}
