package dev.keyward.jdk;

import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;

/** A security provider that comes with the JDK. Each is looked up once, at its first use. */
public enum JdkProvider {
  /** Digests, SecureRandom, certificates. */
  SUN("SUN"),
  /** RSA signatures and key factories. */
  SUN_RSA_SIGN("SunRsaSign"),
  /** Elliptic curves. */
  SUN_EC("SunEC"),
  /** AES, HMAC and other symmetric algorithms. */
  SUN_JCE("SunJCE"),
  /** TLS. */
  SUN_JSSE("SunJSSE");

  private final String providerName;
  private volatile Provider instance;

  JdkProvider(String providerName) {
    this.providerName = providerName;
  }

  /**
   * The provider.
   *
   * @return always the same instance
   * @throws ProviderException if it was removed from the provider list, or replaced by a class that
   *     is not part of the JDK
   */
  public Provider instance() {
    Provider found = instance;
    if (found == null) {
      found = lookUp();
      instance = found;
    }
    return found;
  }

  private Provider lookUp() {
    Provider found = Security.getProvider(providerName);
    if (found == null) {
      throw new ProviderException(
          "Security provider "
              + providerName
              + " of the JDK is not in the provider list. Put it back into java.security.");
    }
    String module = found.getClass().getModule().getName();
    if (module == null || !(module.startsWith("java.") || module.startsWith("jdk."))) {
      throw new ProviderException(
          "Security provider " + providerName + " is not the JDK's own: " + found.getClass());
    }
    return found;
  }
}
