package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KeywardException;
import dev.keyward.jdk.JdkProvider;
import java.nio.file.Path;
import java.security.InvalidParameterException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.NoSuchPaddingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeywardProviderTest {
  @Test
  void provider_isFoundByTheServiceLoader() {
    assertThat(ServiceLoader.load(Provider.class))
        .anyMatch(provider -> provider instanceof KeywardProvider);
  }

  @Test
  void constructor_registersServicesAndOpensNothing() {
    int before = InMemoryTestBackendFactory.OPENED.get();
    Provider provider = ProviderList.keyward();

    assertThat(provider.getName()).isEqualTo("Keyward");
    assertThat(provider.getVersionStr()).isEqualTo("0.1");
    assertThat(provider.isConfigured()).isTrue();
    Set<String> names = new TreeSet<>();
    provider.getServices().forEach(s -> names.add(s.getType() + "." + s.getAlgorithm()));
    assertThat(names)
        .contains(
            "KeyStore.KMS",
            "KeyGenerator.AES",
            "KeyPairGenerator.RSA",
            "KeyPairGenerator.EC",
            "Signature.SHA256withRSA",
            "Signature.SHA384withRSA",
            "Signature.SHA512withRSA",
            "Signature.RSASSA-PSS",
            "Signature.SHA256withRSAandMGF1",
            "Signature.SHA256withECDSA",
            "Signature.SHA384withECDSA",
            "Signature.SHA512withECDSA",
            "Signature.NONEwithECDSA");
    assertThat(InMemoryTestBackendFactory.OPENED).hasValue(before);
  }

  @Test
  void close_endsEveryUse_andMayBeRepeated() throws Exception {
    KeywardProvider provider = ProviderList.keyward();
    KeyStore keys = KeyStore.getInstance("KMS", provider);
    keys.load(null, null);
    assertThat(keys.size()).isNotNegative();
    provider.close();
    provider.close();
    assertThatThrownBy(() -> KeyGenerator.getInstance("AES", provider).generateKey())
        .isInstanceOf(ProviderException.class)
        .hasStackTraceContaining("The provider was closed.");
  }

  @Test
  void services_makeEnginesWithoutOpeningAnything() throws Exception {
    int before = InMemoryTestBackendFactory.OPENED.get();
    for (Provider.Service service : ProviderList.keyward().getServices()) {
      Object engine = service.newInstance(null);
      // Engines of KEM are proxies, since not every JDK 17 has their interface (decisions/0029).
      if (!service.getType().equals("KEM")) {
        assertThat(engine.getClass().getName()).isEqualTo(service.getClassName());
      }
      assertThatThrownBy(() -> service.newInstance("x"))
          .isInstanceOf(InvalidParameterException.class);
    }
    assertThat(InMemoryTestBackendFactory.OPENED).hasValue(before);
  }

  /** B36: what a key service cannot do, or nobody should, is not there at all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RSA",
        "RSA/ECB/PKCS1Padding",
        "RSA/ECB/NoPadding",
        "AES/ECB/PKCS5Padding",
        "AES/CBC/PKCS5Padding",
        "AES/CTR/NoPadding",
        "AES/GCM/PKCS5Padding",
        "AES/NoSuchMode/NoPadding"
      })
  void cipher_weakOrUnknownTransformation_isNotOffered(String transformation) {
    assertThatThrownBy(() -> Cipher.getInstance(transformation, ProviderList.keyward()))
        .isInstanceOfAny(NoSuchAlgorithmException.class, NoSuchPaddingException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SHA1withRSA", "MD5withRSA", "SHA1withECDSA", "SHA1withECDSAinP1363Format"})
  void signature_weakAlgorithm_isNotOffered(String algorithm) {
    assertThatThrownBy(() -> Signature.getInstance(algorithm, ProviderList.keyward()))
        .isInstanceOf(NoSuchAlgorithmException.class);
  }

  /** B25. */
  @Test
  void keyStore_usedBeforeLoad_isKeyStoreException() throws Exception {
    KeyStore store = KeyStore.getInstance("KMS", ProviderList.keyward());
    assertThatThrownBy(store::aliases).isInstanceOf(KeyStoreException.class);
    assertThatThrownBy(() -> store.getKey("orders", null)).isInstanceOf(KeyStoreException.class);
    assertThatThrownBy(() -> store.deleteEntry("orders")).isInstanceOf(KeyStoreException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "Signature,SHA256withRSA,SUN_RSA_SIGN",
    "Signature,SHA384withRSA,SUN_RSA_SIGN",
    "Signature,SHA512withRSA,SUN_RSA_SIGN",
    "Signature,RSASSA-PSS,SUN_RSA_SIGN",
    "Signature,SHA256withECDSA,SUN_EC",
    "Signature,SHA384withECDSA,SUN_EC",
    "Signature,SHA512withECDSA,SUN_EC",
    "Signature,NONEwithECDSA,SUN_EC",
    "KeyPairGenerator,RSA,SUN_RSA_SIGN",
    "KeyPairGenerator,EC,SUN_EC",
    "KeyGenerator,AES,SUN_JCE"
  })
  void aliases_areThoseOfTheJdk(String engine, String algorithm, JdkProvider jdk) {
    Provider ours = ProviderList.keyward();
    Set<String> expected = new TreeSet<>();
    for (String key : jdk.instance().stringPropertyNames()) {
      String prefix = "Alg.Alias." + engine + ".";
      if (key.startsWith(prefix) && jdk.instance().getProperty(key).equals(algorithm)) {
        expected.add(key.substring(prefix.length()));
      }
    }

    for (String alias : expected) {
      assertThat(ours.getService(engine, alias)).as(alias).isNotNull();
      assertThat(ours.getService(engine, alias).getAlgorithm()).isEqualTo(algorithm);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHA256WITHRSASSA-PSS",
        "SHA384withRSA/PSS",
        "SHA512withRSAandMGF1",
        "1.2.840.113549.1.1.11",
        "OID.1.2.840.10045.4.3.3"
      })
  void signatureAliases_otherNames_areKnown(String alias) {
    assertThat(ProviderList.keyward().getService("Signature", alias)).isNotNull();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "/no/such/file",
        "nonsense=1",
        "\0",
        "backend=",
        ";;;",
        "=",
        "${X}",
        "a=b;a=b"
      })
  void configure_anyArgument_givesAnotherProviderAndNeverThrows(String argument) {
    Provider original = new KeywardProvider();
    Provider configured = original.configure(argument);

    assertThat(configured).isNotSameAs(original).isInstanceOf(KeywardProvider.class);
    assertThat(configured.getServices()).hasSameSizeAs(original.getServices());
  }

  @Test
  void failedConfiguration_everyServiceSaysWhy(@TempDir Path directory) {
    Path missing = directory.resolve("missing.properties");
    Provider failed = new KeywardProvider().configure(missing.toString());
    String expected = "config " + missing + ": there is no such file.";

    for (Callable<Object> use : usesOf(failed)) {
      assertThatThrownBy(use::call)
          .isInstanceOf(KeywardException.class)
          .isInstanceOf(ProviderException.class)
          .hasMessage(expected);
      assertThatThrownBy(use::call).hasMessage(expected);
    }
  }

  private static Iterable<Callable<Object>> usesOf(Provider provider) {
    return java.util.List.of(
        () -> {
          KeyStore.getInstance("KMS", provider).load(null, null);
          return null;
        },
        () -> KeyGenerator.getInstance("AES", provider).generateKey(),
        () -> KeyPairGenerator.getInstance("RSA", provider).generateKeyPair(),
        () -> KeyPairGenerator.getInstance("EC", provider).generateKeyPair());
  }

  @Test
  void unknownBackend_isReportedWithNearestNames() {
    Provider failed = new KeywardProvider().configure("backend=embeded");

    assertThatThrownBy(() -> KeyGenerator.getInstance("AES", failed).generateKey())
        .isInstanceOf(KeywardException.class)
        .hasMessageContaining("unknown value \"embeded\" for backend; use \"embedded\"")
        .hasMessageContaining("\"remote\"");
  }

  @Test
  void settingRefusedByTheBackend_namesItsOrigin() {
    Provider failed = new KeywardProvider().configure("backend=in-memory-test;principal=wrong");

    assertThatThrownBy(() -> KeyGenerator.getInstance("AES", failed).generateKey())
        .isInstanceOf(KeywardException.class)
        .hasMessageStartingWith("config (provider argument): ")
        .hasMessageContaining("entry 2: unknown principal");
  }

  @Test
  void openThatFails_isReportedAlikeAndTriedAgainLater() throws Exception {
    Provider provider = ProviderList.keyward();
    InMemoryTestBackendFactory.FAILURES.set(1);
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
    try {
      assertThatThrownBy(generator::generateKey)
          .isInstanceOf(KeywardException.class)
          .hasCauseInstanceOf(BackendUnavailableException.class)
          .hasMessageContaining("locked");
      long deadline = System.nanoTime() + 10_000_000_000L;
      while (true) {
        try {
          assertThat(generator.generateKey()).isNotNull();
          break;
        } catch (KeywardException e) {
          assertThat(e).hasMessageContaining("locked");
          assertThat(System.nanoTime()).as("recovery takes about a second").isLessThan(deadline);
          Thread.onSpinWait();
        }
      }
    } finally {
      InMemoryTestBackendFactory.FAILURES.set(0);
    }
  }

  @Test
  void firstUse_byManyThreads_opensOneBackend() throws Exception {
    Provider provider = ProviderList.keyward();
    int before = InMemoryTestBackendFactory.OPENED.get();
    int threads = 16;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      java.util.List<Future<Object>> results = new java.util.ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(
            pool.submit(
                () -> {
                  start.await();
                  return ProviderList.backendOf(
                      KeyGenerator.getInstance("AES", provider).generateKey());
                }));
      }
      Set<Object> backends = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
      for (Future<Object> result : results) {
        backends.add(result.get(30, java.util.concurrent.TimeUnit.SECONDS));
      }
      assertThat(backends).hasSize(1);
    } finally {
      pool.shutdownNow();
    }
    assertThat(InMemoryTestBackendFactory.OPENED).hasValue(before + 1);
  }

  @Test
  void supportsParameter_handlesOnly() throws Exception {
    Provider provider = ProviderList.keyward();
    Provider.Service service = provider.getService("Signature", "SHA256withECDSA");
    java.security.KeyPair pair = KeyPairGenerator.getInstance("EC", provider).generateKeyPair();
    PublicKey ordinary = pair.getPublic();

    assertThat(service.supportsParameter(pair.getPrivate())).isTrue();
    assertThat(service.supportsParameter(ordinary)).isFalse();
    assertThat(service.supportsParameter(null)).isFalse();
    assertThatThrownBy(() -> service.supportsParameter("x"))
        .isInstanceOf(InvalidParameterException.class);
    assertThat(service.getAttribute("SupportedKeyClasses"))
        .isEqualTo("dev.keyward.handle.KeywardKey");
  }
}
