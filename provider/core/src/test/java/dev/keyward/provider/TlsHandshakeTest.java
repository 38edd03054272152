package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import dev.keyward.handle.KeyHandle;
import dev.keyward.keystore.TestCertificates;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS with managed keys on both sides, through the JDK's own key managers. */
@ResourceLock("java.security.Security.providers")
@SuppressWarnings("try") // the list is changed while the resource is open
class TlsHandshakeTest {
  @TempDir static Path temporary;

  private static Provider keyward;
  private static final Map<String, X509Certificate> CERTIFICATES = new TreeMap<>();

  @BeforeAll
  static void makeKeysAndCertificates() throws Exception {
    Path certificates = temporary.toRealPath().resolve("certificates");
    keyward =
        new KeywardProvider()
            .configure(ProviderList.configuration() + ";certificates=" + certificates);
    KeyStore store = keyStore();
    make(store, "rsa", KeySpec.RSA_2048, "SHA256withRSA");
    make(store, "p256", KeySpec.ECC_NIST_P256, "SHA256withECDSA");
    make(store, "p384", KeySpec.ECC_NIST_P384, "SHA384withECDSA");
    make(store, "p521", KeySpec.ECC_NIST_P521, "SHA512withECDSA");
  }

  private static void make(KeyStore store, String alias, KeySpec spec, String algorithm)
      throws Exception {
    KeyPair pair = pair(spec);
    X509Certificate certificate =
        TestCertificates.selfSigned(pair.getPublic(), alias, pair.getPrivate(), algorithm, keyward);
    store.setKeyEntry(alias, pair.getPrivate(), null, new Certificate[] {certificate});
    CERTIFICATES.put(alias, certificate);
  }

  private static KeyStore keyStore() throws Exception {
    KeyStore store = KeyStore.getInstance("KMS", keyward);
    store.load(null, null);
    return store;
  }

  private static SSLContext context(String alias, String keyManager) throws Exception {
    KeyStore keys = KeyStore.getInstance("KMS", keyward);
    String descriptor = "# keyward-keystore 1\nalias=" + alias + "\n";
    keys.load(new java.io.ByteArrayInputStream(descriptor.getBytes("US-ASCII")), null);
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(keyManager);
    keyManagers.init(keys, "ignored".toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", CERTIFICATES.get(alias));
    TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
    trustManagers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    return context;
  }

  static Stream<Arguments> handshakes() {
    return Stream.of("rsa", "p256", "p384", "p521")
        .flatMap(
            alias ->
                Stream.of("TLSv1.2", "TLSv1.3")
                    .flatMap(
                        protocol ->
                            Stream.of("SunX509", "NewSunX509")
                                .map(manager -> Arguments.of(alias, protocol, manager))));
  }

  @ParameterizedTest
  @MethodSource("handshakes")
  void handshake_mutualWithManagedKeys_works(String alias, String protocol, String keyManager)
      throws Exception {
    try (ProviderList list = new ProviderList().last(keyward)) {
      assertHandshake(alias, protocol, keyManager);
    }
  }

  @ParameterizedTest
  @MethodSource("handshakes")
  void handshake_withUsFirst_works(String alias, String protocol, String keyManager)
      throws Exception {
    try (ProviderList list = new ProviderList().first(keyward)) {
      assertHandshake(alias, protocol, keyManager);
    }
  }

  @Test
  void handshake_withBouncyCastleFirst_works() throws Exception {
    try (ProviderList list = new ProviderList().last(keyward).first(new BouncyCastleProvider())) {
      assertHandshake("rsa", "TLSv1.3", "SunX509");
      assertHandshake("p256", "TLSv1.2", "SunX509");
    }
  }

  private static void assertHandshake(String alias, String protocol, String keyManager)
      throws Exception {
    SSLContext context = context(alias, keyManager);
    TlsPair pair = new TlsPair(context, context, protocol);

    assertThat(pair.exchange("hello")).isEqualTo("hello");
    assertThat(pair.protocol()).isEqualTo(protocol);
  }

  /** A server that is never restarted shows a new certificate, and then another key. */
  @Test
  void server_certificateReplacedAndAliasMoved_showsThemAtTheNextHandshake() throws Exception {
    try (ProviderList list = new ProviderList().last(keyward)) {
      KeyPair first = pair(KeySpec.ECC_NIST_P256);
      KeyPair second = pair(KeySpec.ECC_NIST_P256);
      X509Certificate old = enter("reloaded", first);
      CERTIFICATES.put("reloaded", old);
      SSLContext server = context("reloaded", "NewSunX509");
      assertThat(shown(server)).isEqualTo(old);

      X509Certificate renewed = enter("reloaded", first);
      assertThat(renewed).isNotEqualTo(old);
      assertThat(shown(server)).isEqualTo(renewed);

      X509Certificate moved = enter("reloaded", second);
      assertThat(shown(server)).isEqualTo(moved);
      assertThat(moved.getPublicKey()).isNotEqualTo(renewed.getPublicKey());
    }
  }

  private static KeyPair pair(KeySpec spec) throws Exception {
    return ProviderList.managedPair(
        keyward, spec.family().name(), ManagedKeyParameterSpec.of(spec));
  }

  private static X509Certificate enter(String alias, KeyPair pair) throws Exception {
    X509Certificate certificate =
        TestCertificates.selfSigned(
            pair.getPublic(), alias, pair.getPrivate(), "SHA256withECDSA", keyward);
    keyStore().setKeyEntry(alias, pair.getPrivate(), null, new Certificate[] {certificate});
    return certificate;
  }

  /** What a client that trusts everybody and remembers nothing is shown. */
  private static X509Certificate shown(SSLContext server) throws Exception {
    AtomicReference<X509Certificate> seen = new AtomicReference<>();
    TlsPair pair = TlsPair.serverOnly(server, new TrustManager[] {new Witness(seen)});
    assertThat(pair.exchange("hello")).isEqualTo("hello");
    return seen.get();
  }

  private static final class Witness extends X509ExtendedTrustManager {
    private final AtomicReference<X509Certificate> seen;

    Witness(AtomicReference<X509Certificate> seen) {
      this.seen = seen;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      seen.set(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      seen.set(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      seen.set(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void handshake_disabledKey_isSslExceptionAndNothingRaw() throws Exception {
    try (ProviderList list = new ProviderList().last(keyward)) {
      KeyHandle handle = (KeyHandle) keyStore().getKey("p256", null);
      KeySwitch.of(handle).disable(handle.arn());
      try {
        SSLContext context = context("p256", "SunX509");
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
          TlsPair pair = new TlsPair(context, context, protocol);
          assertThatThrownBy(() -> pair.exchange("hello"))
              .isInstanceOf(SSLException.class)
              .hasStackTraceContaining("disabled");
        }
      } finally {
        KeySwitch.of(handle).enable(handle.arn());
      }
    }
  }

  @Test
  void keyStore_filledByHandshakes_listsWhatWasMade() throws Exception {
    KeyStore store = keyStore();

    assertThat(java.util.Collections.list(store.aliases())).contains("p256", "p384", "p521", "rsa");
    assertThat(store.entryInstanceOf("rsa", KeyStore.PrivateKeyEntry.class)).isTrue();
    KeyStore.PrivateKeyEntry entry = (KeyStore.PrivateKeyEntry) store.getEntry("rsa", null);
    assertThat(entry.getCertificate()).isEqualTo(CERTIFICATES.get("rsa"));
  }
}
