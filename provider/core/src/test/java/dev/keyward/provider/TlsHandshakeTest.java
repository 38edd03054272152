package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import dev.keyward.handle.KeyHandle;
import dev.keyward.keystore.TestCertificates;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
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
    KeyPair pair =
        ProviderList.managedPair(keyward, spec.family().name(), ManagedKeyParameterSpec.of(spec));
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
