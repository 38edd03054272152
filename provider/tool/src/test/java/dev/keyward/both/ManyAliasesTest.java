package dev.keyward.both;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.KeywardProvider;
import dev.keyward.embedded.EmbeddedKms;
import dev.keyward.endpoint.EndpointSettings;
import dev.keyward.keystore.TestCertificates;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateKey;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.ManagedKeyParameterSpec;
import dev.keyward.provider.ProviderList;
import dev.keyward.provider.TlsPair;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that needs one of 1,000 aliases asks for that one. Counted at the endpoint. */
@ResourceLock("java.security.Security.providers")
@SuppressWarnings("try") // the list is changed while the resource is open
class ManyAliasesTest {
  private static final int ALIASES = 1_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"SunX509", "NewSunX509"})
  void tlsServer_needsOneOfManyAliases_makesThreeCallsAndOneForEachHandshake(String algorithm)
      throws Exception {
    CountedAccess[] counted = new CountedAccess[1];
    try (ServedStore served =
        ServedStore.in(
            folder.resolve("home"),
            settings -> {
              counted[0] = new CountedAccess(settings.service());
              return EndpointSettings.onLoopback(counted[0]);
            })) {
      fill(served.kms());
      X509Certificate certificate = certify(served);
      counted[0].taken();
      try (KeywardProvider provider = provider(served);
          ProviderList list = new ProviderList().last(provider)) {
        SSLContext server = context(provider, algorithm);
        Map<String, Integer> start = counted[0].taken();
        assertThat(total(start)).as("at the start: " + start).isLessThanOrEqualTo(3);
        handshake(server, certificate);
        Map<String, Integer> first = counted[0].taken();
        assertThat(total(start) + total(first))
            .as("start and first: " + start + first)
            .isLessThanOrEqualTo(4);
        for (int i = 0; i < 5; i++) {
          handshake(server, certificate);
        }
        assertThat(counted[0].taken()).isEqualTo(Map.of("sign", 5));
      }
    }
  }

  private static int total(Map<String, Integer> calls) {
    return calls.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static void fill(EmbeddedKms kms) {
    for (int i = 1; i < ALIASES; i++) {
      String key =
          kms.createKey(CreateKey.Request.of(KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC))
              .keyMetadata()
              .keyId();
      kms.createAlias(CreateAlias.Request.of("alias/other-" + i, key));
    }
  }

  private KeywardProvider provider(ServedStore served) throws Exception {
    Path certificates = folder.toRealPath().resolve("certificates");
    return new KeywardProvider()
        .configure(
            RemoteAsFactory.configuration(served, served.administrator())
                + ";certificates="
                + certificates);
  }

  private X509Certificate certify(ServedStore served) throws Exception {
    try (KeywardProvider provider = provider(served)) {
      KeyPair pair =
          ProviderList.managedPair(
              provider, "EC", ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256));
      X509Certificate certificate =
          TestCertificates.selfSigned(
              pair.getPublic(), "server", pair.getPrivate(), "SHA256withECDSA", provider);
      KeyStore store = KeyStore.getInstance("KMS", provider);
      store.load(null, null);
      store.setKeyEntry("server", pair.getPrivate(), null, new Certificate[] {certificate});
      return certificate;
    }
  }

  private static SSLContext context(KeywardProvider provider, String algorithm) throws Exception {
    KeyStore store = KeyStore.getInstance("KMS", provider);
    byte[] descriptor = "# keyward-keystore 1\nalias=server\n".getBytes(US_ASCII);
    store.load(new ByteArrayInputStream(descriptor), null);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(algorithm);
    keys.init(store, null);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[0], null);
    return context;
  }

  /** A full one: client and server have not met before, and only the server has a key. */
  private static void handshake(SSLContext server, X509Certificate certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", certificate);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    TlsPair pair = TlsPair.serverOnly(server, trust.getTrustManagers());
    assertThat(pair.exchange("hello")).isEqualTo("hello");
  }
}
