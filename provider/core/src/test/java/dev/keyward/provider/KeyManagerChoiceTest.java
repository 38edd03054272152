package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import dev.keyward.backend.KeyBackend;
import dev.keyward.handle.KeyHandle;
import dev.keyward.keystore.CertificateDirectory;
import dev.keyward.keystore.KeyStoreAccess;
import dev.keyward.keystore.KmsKeyStore;
import dev.keyward.keystore.TestCertificates;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.crypto.KeyGenerator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A key manager that is not told which key to take. {@code SunX509} keeps its keys in a {@code
 * HashMap}, {@code NewSunX509} goes through the aliases in their order; the keys are named so that
 * a pair that cannot sign comes first in both, ahead of the only one that can.
 */
@ResourceLock("java.security.Security.providers")
@SuppressWarnings("try") // the list is changed while the resource is open
class KeyManagerChoiceTest {
  private static final String DECRYPTING = "choice-0";
  private static final String AGREEING = "choice-agreeing";
  private static final String SIGNING = signingName();

  @TempDir static Path temporary;

  private static Path certificates;
  private static Provider keyward;
  private static X509Certificate certificate;
  private static X509Certificate decryptingCertificate;

  private static String signingName() {
    return IntStream.range(1, 100)
        .mapToObj(i -> "choice-" + i)
        .filter(name -> firstInAMap(name).equals(DECRYPTING))
        .findFirst()
        .orElseThrow();
  }

  private static String firstInAMap(String name) {
    Map<String, Integer> map = new HashMap<>();
    map.put(name, 1);
    map.put(DECRYPTING, 2);
    return map.keySet().iterator().next();
  }

  @BeforeAll
  static void makeKeys() throws Exception {
    certificates = temporary.toRealPath().resolve("certificates");
    keyward =
        new KeywardProvider()
            .configure(ProviderList.configuration() + ";certificates=" + certificates);
    decryptingCertificate = make(DECRYPTING, "RSA", KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
    make(AGREEING, "EC", KeySpec.ECC_NIST_P256, KeyUsage.KEY_AGREEMENT);
    certificate = make(SIGNING, "RSA", KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY);
    pair("choice-without-certificate", "RSA", KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY);
    secret("choice-aes", "AES", KeySpec.SYMMETRIC_DEFAULT);
    secret("choice-hmac", "HmacSHA256", KeySpec.HMAC_256);
  }

  private static KeyPair pair(String alias, String algorithm, KeySpec spec, KeyUsage usage)
      throws Exception {
    return ProviderList.managedPair(
        keyward, algorithm, ManagedKeyParameterSpec.of(spec).withUsage(usage).withAlias(alias));
  }

  private static X509Certificate make(String alias, String algorithm, KeySpec spec, KeyUsage usage)
      throws Exception {
    KeyPair pair = pair(alias, algorithm, spec, usage);
    X509Certificate issued =
        TestCertificates.issue(pair.getPublic(), alias, TestCertificates.softwarePair(), 0);
    keyStore(keyward).setKeyEntry(alias, pair.getPrivate(), null, new Certificate[] {issued});
    return issued;
  }

  private static void secret(String alias, String algorithm, KeySpec spec) throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance(algorithm, keyward);
    generator.init(ManagedKeyParameterSpec.of(spec).withAlias(alias));
    generator.generateKey();
  }

  private static KeyStore keyStore(Provider provider) throws Exception {
    KeyStore store = KeyStore.getInstance("KMS", provider);
    store.load(null, null);
    return store;
  }

  /** The same keys as {@code keystore.chains=all} shows them. */
  private static final class AllChains extends KeyStore {
    AllChains() throws Exception {
      super(new KmsKeyStore(access(keyStore(keyward).getKey(SIGNING, null))), keyward, "KMS");
    }

    private static KeyStoreAccess access(Key handle) {
      return new KeyStoreAccess() {
        @Override
        public KeyBackend backend() {
          return ((KeyHandle) handle).backend();
        }

        @Override
        public CertificateDirectory certificates() {
          return new CertificateDirectory(certificates);
        }

        @Override
        public Set<String> aliasFilter() {
          return Set.of();
        }

        @Override
        public boolean showsAllChains() {
          return true;
        }

        @Override
        public boolean schedulesDeletion() {
          return false;
        }

        @Override
        public boolean importsKeys() {
          return false;
        }
      };
    }
  }

  private static TlsPair handshake(KeyStore keys, String algorithm, String protocol)
      throws Exception {
    KeyManagerFactory manager = KeyManagerFactory.getInstance(algorithm);
    manager.init(keys, null);
    SSLContext server = SSLContext.getInstance("TLS");
    server.init(manager.getKeyManagers(), null, null);
    return TlsPair.serverOnly(server, trusting(), protocol);
  }

  private static TrustManager[] trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("signing", certificate);
    trusted.setCertificateEntry("decrypting", decryptingCertificate);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    return trust.getTrustManagers();
  }

  @ParameterizedTest
  @CsvSource({"SunX509,TLSv1.2", "SunX509,TLSv1.3", "NewSunX509,TLSv1.2", "NewSunX509,TLSv1.3"})
  void keyManager_toldNoAlias_takesTheKeyThatSigns(String algorithm, String protocol)
      throws Exception {
    try (ProviderList list = new ProviderList().last(keyward)) {
      TlsPair pair = handshake(keyStore(keyward), algorithm, protocol);

      assertThat(pair.exchange("hello")).isEqualTo("hello");
      assertThat(pair.serverCertificate()).isEqualTo(certificate);
    }
  }

  /** What the default is there for: this is the same store, with every chain shown. */
  @ParameterizedTest
  @CsvSource({"SunX509,TLSv1.2", "SunX509,TLSv1.3", "NewSunX509,TLSv1.2", "NewSunX509,TLSv1.3"})
  void keyManager_allChainsShown_takesOneThatCannot(String algorithm, String protocol)
      throws Exception {
    KeyStore all = new AllChains();
    all.load(null, null);
    assertThat(all.getCertificateChain(DECRYPTING)).containsExactly(decryptingCertificate);
    try (ProviderList list = new ProviderList().last(keyward)) {
      TlsPair pair = handshake(all, algorithm, protocol);
      assertThatThrownBy(() -> pair.exchange("hello")).isInstanceOf(SSLException.class);
    }
  }

  /** Another way to decrypt is to look for the certificate first, and then to use its key. */
  @Test
  void pairThatDecrypts_isFoundByAllButItsChain() throws Exception {
    KeyStore store = keyStore(keyward);

    assertThat(store.getCertificateChain(DECRYPTING)).isNull();
    assertThat(store.isKeyEntry(DECRYPTING)).isTrue();
    assertThat(store.getCertificate(DECRYPTING)).isEqualTo(decryptingCertificate);
    assertThat(store.getCertificateAlias(decryptingCertificate)).isEqualTo(DECRYPTING);
    assertThat(((KeyHandle) store.getKey(DECRYPTING, null)).usage())
        .isEqualTo(KeyUsage.ENCRYPT_DECRYPT);
    PrivateKeyEntry entry = (PrivateKeyEntry) store.getEntry(DECRYPTING, null);
    assertThat(entry.getCertificateChain()).containsExactly(decryptingCertificate);
    assertThat(entry.getPrivateKey()).isEqualTo((PrivateKey) store.getKey(DECRYPTING, null));
    for (String alias : List.of(SIGNING, AGREEING)) {
      assertThat(store.getCertificate(alias)).as(alias).isNotNull();
    }
    assertThat(store.getCertificateChain(AGREEING)).isNull();
    assertThat(store.getCertificateChain(SIGNING)).containsExactly(certificate);
  }

  @Test
  void chains_allConfigured_areShown() throws Exception {
    try (KeywardProvider all =
        new KeywardProvider()
            .configure(
                ProviderList.configuration()
                    + ";keystore.chains=all;certificates="
                    + certificates.resolveSibling("others"))) {
      KeyPair pair =
          ProviderList.managedPair(
              all,
              "RSA",
              ManagedKeyParameterSpec.of(KeySpec.RSA_2048).withUsage(KeyUsage.ENCRYPT_DECRYPT));
      X509Certificate issued =
          TestCertificates.issue(pair.getPublic(), "all", TestCertificates.softwarePair(), 0);
      KeyStore store = keyStore(all);
      store.setKeyEntry("choice-all", pair.getPrivate(), null, new Certificate[] {issued});

      assertThat(store.getCertificateChain("choice-all")).containsExactly(issued);
    }
  }
}
