package dev.keyward.embedded.material;

import dev.keyward.jdk.JdkProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.util.Optional;

/**
 * Which provider does the work: fixed instances, chosen once. {@link SelfTest} proves each of them
 * before its first use.
 *
 * <p>AES-GCM and RSA run on the JDK's providers, or on the Amazon Corretto Crypto Provider if an
 * application brings it: it is two to four times faster. ECDSA runs on Bouncy Castle's lightweight
 * API, which on 17 signs seven times faster than SunEC, or on the Corretto provider; Ed25519 runs
 * there too, where it is fifteen times faster, and ML-DSA and ML-KEM, which the JDK has from 24
 * only. ECDH runs on SunEC, see {@link EcAgreement}.
 */
final class Primitives {
  private static final String ACCP =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private Primitives() {}

  private static final class Accp {
    static final Optional<Provider> INSTANCE = find();

    private static Optional<Provider> find() {
      try {
        Class<?> type = Class.forName(ACCP, true, Primitives.class.getClassLoader());
        Provider provider = (Provider) type.getField("INSTANCE").get(null);
        Object loadingError = type.getMethod("getLoadingError").invoke(provider);
        if (loadingError != null) {
          return Optional.empty();
        }
        type.getMethod("assertHealthy").invoke(provider);
        return Optional.of(provider);
      } catch (ClassNotFoundException e) {
        return Optional.empty();
      } catch (ReflectiveOperationException | LinkageError e) {
        return Optional.empty();
      }
    }
  }

  /** The fast provider, if the application brought one that works. */
  static Optional<Provider> fast() {
    return Accp.INSTANCE;
  }

  /** AES-GCM. */
  static Provider aesGcm() {
    return fast().orElseGet(JdkProvider.SUN_JCE::instance);
  }

  /** The RSA primitive without padding, and OAEP. */
  static Provider rsa() {
    return fast().orElseGet(JdkProvider.SUN_JCE::instance);
  }

  /**
   * A private key in the form that {@link #rsa} works with at once; any other form it would convert
   * at every use.
   */
  static PrivateKey rsaKey(PrivateKey key) {
    Optional<Provider> fast = fast();
    if (fast.isEmpty()) {
      return key;
    }
    try {
      return (PrivateKey) KeyFactory.getInstance("RSA", fast.get()).translateKey(key);
    } catch (GeneralSecurityException e) {
      throw unexpected("RSA key conversion", e);
    }
  }

  /** AES key wrap with padding; rare, so it need not be fast. */
  static Provider aesKwp() {
    return JdkProvider.SUN_JCE.instance();
  }

  /** HMAC; short inputs, where the JDK is fastest. */
  static Provider hmac() {
    return JdkProvider.SUN_JCE.instance();
  }

  static ProviderException unexpected(String what, Exception cause) {
    return new ProviderException(what + " failed inside its provider", cause);
  }
}
