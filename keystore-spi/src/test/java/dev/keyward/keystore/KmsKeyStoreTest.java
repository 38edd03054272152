package dev.keyward.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.InMemoryKeyBackend;
import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.backend.KeyBackend;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KeyStateException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.KmsLoadStoreParameter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.KeyStore.SecretKeyEntry;
import java.security.KeyStore.TrustedCertificateEntry;
import java.security.KeyStoreException;
import java.security.UnrecoverableEntryException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KmsKeyStoreTest {
  @TempDir Path temporary;

  private final InMemoryKeyBackend backend = new InMemoryKeyBackend();
  private Set<String> configuredFilter = Set.of();
  private boolean schedulesDeletion;
  private KmsKeyStore store;
  private CertificateDirectory certificates;

  @BeforeEach
  void load() throws Exception {
    certificates = new CertificateDirectory(temporary.resolve("certificates"));
    store = new KmsKeyStore(new Access());
    store.engineLoad(null, null);
  }

  private final class Access implements KeyStoreAccess {
    @Override
    public KeyBackend backend() {
      return backend;
    }

    @Override
    public CertificateDirectory certificates() {
      return certificates;
    }

    @Override
    public Set<String> aliasFilter() {
      return configuredFilter;
    }

    @Override
    public boolean schedulesDeletion() {
      return schedulesDeletion;
    }

    @Override
    public boolean importsKeys() {
      return false;
    }
  }

  private KeyMetadata key(String alias, KeySpec spec) {
    KeyUsage usage = spec.isKeyPair() ? KeyUsage.SIGN_VERIFY : KeyUsage.ENCRYPT_DECRYPT;
    KeyMetadata key = backend.createKey(new NewKey(spec, usage, "", Map.of()));
    backend.putAlias(AliasName.ofShort(alias), key.arn().keyId());
    return key;
  }

  private X509Certificate certificateFor(Key handle) throws Exception {
    KeyPair issuer = TestCertificates.softwarePair();
    return TestCertificates.issue(KeyHandles.publicKeyOf((KeyHandle) handle), "server", issuer, 0);
  }

  private X509Certificate foreignCertificate() throws Exception {
    KeyPair pair = TestCertificates.softwarePair();
    return TestCertificates.issue(pair.getPublic(), "foreign", pair, 0);
  }

  // --- passwords (B24), reuse, threads ---------------------------------------------------------

  @Test
  void b24_anyPassword_isIgnoredAndLeftAlone() throws Exception {
    key("data", KeySpec.SYMMETRIC_DEFAULT);
    char[] wrong = "wrong".toCharArray();
    store.engineLoad(null, wrong);
    assertThat(store.engineGetKey("data", wrong)).isEqualTo(store.engineGetKey("data", null));
    assertThat(new String(wrong)).isEqualTo("wrong");
  }

  @Test
  void load_failsAndIsCalledAgain_keepsWhatWasLoaded() throws Exception {
    key("data", KeySpec.SYMMETRIC_DEFAULT);
    byte[] garbage = {1, 2, 3};
    assertThatThrownBy(() -> store.engineLoad(new ByteArrayInputStream(garbage), null))
        .isInstanceOf(java.io.IOException.class);
    assertThat(store.engineGetKey("data", null)).isNotNull();
    store.engineLoad(null, null);
    assertThat(store.engineContainsAlias("data")).isTrue();
  }

  @Test
  void lookUps_by48Threads_allFindTheSameKeys() throws Exception {
    key("one", KeySpec.SYMMETRIC_DEFAULT);
    key("two", KeySpec.SYMMETRIC_DEFAULT);
    Key one = store.engineGetKey("one", null);
    Key two = store.engineGetKey("two", null);
    java.util.concurrent.ExecutorService threads =
        java.util.concurrent.Executors.newFixedThreadPool(48);
    try {
      List<java.util.concurrent.Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 48; i++) {
        answers.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < 50; round++) {
                    if (!one.equals(store.engineGetKey("one", null))
                        || !two.equals(store.engineGetKey("two", null))
                        || store.engineSize() != 2) {
                      return false;
                    }
                  }
                  return true;
                }));
      }
      for (java.util.concurrent.Future<Boolean> answer : answers) {
        assertThat(answer.get(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  // --- loading ---------------------------------------------------------------------------------

  @Test
  void load_touchesNothingInTheKeyService() {
    assertThat(backend.listCalls()).isZero();
    assertThat(backend.describeCalls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00fe\u00ed\u00fe\u00ed\u0000\u0000\u0000\u0002",
        "# keyward-keystore 1",
        "# keyward-keystore 2\n",
        "# keyward-keystore 1\nnonsense\n",
        "# keyward-keystore 1\nalias=../x\n",
        "\n# keyward-keystore 1\n",
        "-----BEGIN CERTIFICATE-----\n"
      })
  void load_streamThatIsNoDescriptor_isRefused(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> store.engineLoad(new ByteArrayInputStream(bytes), null))
        .isInstanceOf(IOException.class);
  }

  @Test
  void load_listOfAuthorities_isRefusedAloud() throws Exception {
    Path cacerts = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    try (var in = java.nio.file.Files.newInputStream(cacerts)) {
      assertThatThrownBy(() -> store.engineLoad(in, "changeit".toCharArray()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("KMS");
    }
  }

  @Test
  void load_descriptor_choosesAliasesWithoutListing() throws Exception {
    key("one", KeySpec.SYMMETRIC_DEFAULT);
    key("two", KeySpec.SYMMETRIC_DEFAULT);
    String text = "# keyward-keystore 1\r\n# mine\r\nalias=two\r\nalias=gone\r\n";
    store.engineLoad(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), null);

    assertThat(Collections.list(store.engineAliases())).containsExactly("two");
    assertThat(store.engineContainsAlias("one")).isFalse();
    assertThat(store.engineGetKey("one", null)).isNull();
    assertThat(backend.listCalls()).isZero();
  }

  @Test
  void load_emptyStreamAndUnknownParameter_countAsNone() throws Exception {
    key("one", KeySpec.SYMMETRIC_DEFAULT);
    store.engineLoad(new ByteArrayInputStream(new byte[0]), null);
    assertThat(store.engineSize()).isEqualTo(1);
    store.engineLoad(() -> new KeyStore.PasswordProtection("x".toCharArray()));
    assertThat(store.engineSize()).isEqualTo(1);
  }

  @Test
  void load_parameterOrConfiguration_filtersAliases() throws Exception {
    key("one", KeySpec.SYMMETRIC_DEFAULT);
    key("two", KeySpec.SYMMETRIC_DEFAULT);
    store.engineLoad(KmsLoadStoreParameter.onlyAliases(List.of("alias/one")));
    assertThat(Collections.list(store.engineAliases())).containsExactly("one");

    configuredFilter = Set.of("two");
    store.engineLoad(KmsLoadStoreParameter.allAliases());
    assertThat(Collections.list(store.engineAliases())).containsExactly("two");
  }

  @Test
  void store_toStream_writesTheDescriptorThatLoadsAgain() throws Exception {
    key("one", KeySpec.SYMMETRIC_DEFAULT);
    key("two", KeySpec.SYMMETRIC_DEFAULT);
    store.engineLoad(KmsLoadStoreParameter.onlyAliases(List.of("one")));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.engineStore(out, "any".toCharArray());
    store.engineLoad(new ByteArrayInputStream(out.toByteArray()), null);

    assertThat(Collections.list(store.engineAliases())).containsExactly("one");
  }

  @Test
  void load_backendThatCannotBeOpened_isIoExceptionWithCause() {
    BackendUnavailableException cause = new BackendUnavailableException("store is locked");
    KmsKeyStore broken =
        new KmsKeyStore(
            new KeyStoreAccess() {
              @Override
              public KeyBackend backend() {
                throw cause;
              }

              @Override
              public CertificateDirectory certificates() {
                return certificates;
              }

              @Override
              public Set<String> aliasFilter() {
                return Set.of();
              }

              @Override
              public boolean schedulesDeletion() {
                return false;
              }

              @Override
              public boolean importsKeys() {
                return false;
              }
            });

    assertThatThrownBy(() -> broken.engineLoad(null, null))
        .isInstanceOf(IOException.class)
        .hasMessage("store is locked")
        .hasCause(cause);
  }

  // --- reading ---------------------------------------------------------------------------------

  @Test
  void getKey_everyFormOfName_givesTheHandle() throws Exception {
    KeyMetadata key = key("shop/orders", KeySpec.SYMMETRIC_DEFAULT);
    String aliasArn = key.arn().text().replaceAll("key/.*", "alias/shop/orders");
    for (String name :
        List.of(
            "shop/orders",
            "alias/shop/orders",
            key.arn().keyId().text(),
            key.arn().text(),
            aliasArn)) {
      assertThat(store.engineContainsAlias(name)).as(name).isTrue();
      assertThat(store.engineIsKeyEntry(name)).as(name).isTrue();
      assertThat(((KeyHandle) store.engineGetKey(name, null)).arn()).isEqualTo(key.arn());
    }
    assertThat(backend.listCalls()).isZero();
  }

  @Test
  void getKey_aliasThatLooksLikeAKeyId_isFound() throws Exception {
    KeyMetadata key = key("00000000-0000-0000-0000-000000000001", KeySpec.SYMMETRIC_DEFAULT);

    KeyHandle handle = (KeyHandle) store.engineGetKey("00000000-0000-0000-0000-000000000001", null);
    assertThat(handle.arn()).isEqualTo(key.arn());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "../etc", "a\nb", "", "arn:aws:kms:x", "ü"})
  void getKey_unknownOrImpossibleAlias_isNull(String alias) throws Exception {
    assertThat(store.engineGetKey(alias, null)).isNull();
    assertThat(store.engineContainsAlias(alias)).isFalse();
    assertThat(store.engineIsKeyEntry(alias)).isFalse();
    assertThat(store.engineGetCertificate(alias)).isNull();
    assertThat(store.engineGetCertificateChain(alias)).isNull();
    assertThat(store.engineGetCreationDate(alias)).isNull();
    assertThat(store.engineGetEntry(alias, null)).isNull();
  }

  @Test
  void getKey_nullAlias_isNullPointerExceptionAsInTheJdk() {
    assertThatNullPointerException().isThrownBy(() -> store.engineGetKey(null, null));
  }

  @Test
  void aliases_moreThanOnePage_areAllListed() {
    KeyMetadata key = key("first", KeySpec.SYMMETRIC_DEFAULT);
    for (int i = 0; i < 250; i++) {
      backend.putAlias(AliasName.ofShort("page/" + i), key.arn().keyId());
    }

    assertThat(Collections.list(store.engineAliases())).hasSize(251).doesNotHaveDuplicates();
    assertThat(store.engineSize()).isEqualTo(251);
  }

  @Test
  void getKey_again_asksTheKeyServiceOnlyAfterAChange() throws Exception {
    KeyMetadata first = key("sign", KeySpec.ECC_NIST_P256);
    store.engineGetKey("sign", null);
    int describes = backend.describeCalls();
    for (int i = 0; i < 100; i++) {
      store.engineIsKeyEntry("sign");
      store.engineGetKey("sign", null);
    }
    assertThat(backend.describeCalls()).isEqualTo(describes);
    assertThat(backend.publicKeyCalls()).isEqualTo(1);

    KeyMetadata second = key("sign", KeySpec.ECC_NIST_P256);
    assertThat(((KeyHandle) store.engineGetKey("sign", null)).arn())
        .isEqualTo(second.arn())
        .isNotEqualTo(first.arn());
  }

  @Test
  void getEntry_withoutProtection_givesTheEntryOfItsKind() throws Exception {
    key("secret", KeySpec.SYMMETRIC_DEFAULT);
    key("sign", KeySpec.ECC_NIST_P256);
    Key handle = store.engineGetKey("sign", null);
    X509Certificate certificate = certificateFor(handle);
    store.engineSetKeyEntry("sign", handle, null, new Certificate[] {certificate});

    assertThat(store.engineGetEntry("secret", null)).isInstanceOf(SecretKeyEntry.class);
    PrivateKeyEntry entry = (PrivateKeyEntry) store.engineGetEntry("sign", null);
    assertThat(entry.getPrivateKey()).isEqualTo(handle);
    assertThat(entry.getCertificate()).isEqualTo(certificate);
    assertThat(store.engineEntryInstanceOf("sign", PrivateKeyEntry.class)).isTrue();
    assertThat(store.engineEntryInstanceOf("sign", SecretKeyEntry.class)).isFalse();
    assertThat(store.engineEntryInstanceOf("secret", SecretKeyEntry.class)).isTrue();
    assertThat(store.engineEntryInstanceOf("sign", TrustedCertificateEntry.class)).isFalse();
  }

  @Test
  void getEntry_pairWithoutCertificate_saysSo() {
    key("sign", KeySpec.ECC_NIST_P256);

    assertThatThrownBy(() -> store.engineGetEntry("sign", null))
        .isInstanceOf(UnrecoverableEntryException.class)
        .hasMessageContaining("\"sign\"")
        .hasMessageContaining("certificate");
  }

  @Test
  void disabledPair_withoutCertificate_isNoKeyEntryAndDoesNotBreakOthers() throws Exception {
    key("good", KeySpec.ECC_NIST_P256);
    KeyMetadata bad = key("bad", KeySpec.ECC_NIST_P256);
    backend.disable(bad.arn().keyId());

    assertThat(store.engineIsKeyEntry("bad")).isFalse();
    assertThatThrownBy(() -> store.engineGetKey("bad", null))
        .isInstanceOf(UnrecoverableKeyException.class)
        .hasMessageContaining("disabled")
        .hasCauseInstanceOf(KeyStateException.class);
    assertThat(Collections.list(store.engineAliases())).containsExactly("bad", "good");
    assertThat(store.engineIsKeyEntry("good")).isTrue();
  }

  @Test
  void disabledPair_withCertificate_keepsItsHandle() throws Exception {
    KeyMetadata key = key("sign", KeySpec.ECC_NIST_P256);
    Key handle = store.engineGetKey("sign", null);
    store.engineSetKeyEntry("sign", handle, null, new Certificate[] {certificateFor(handle)});
    backend.disable(key.arn().keyId());
    KmsKeyStore fresh = new KmsKeyStore(new Access());
    fresh.engineLoad(null, null);

    assertThat(fresh.engineGetKey("sign", null)).isEqualTo(handle);
  }

  // --- writing ---------------------------------------------------------------------------------

  @Test
  void setKeyEntry_handleAndChain_bindsAliasAndChain() throws Exception {
    key("made", KeySpec.RSA_2048);
    Key handle = store.engineGetKey("made", null);
    X509Certificate leaf = certificateFor(handle);
    X509Certificate ca = foreignCertificate();
    store.engineSetKeyEntry("web", handle, "ignored".toCharArray(), new Certificate[] {leaf, ca});

    assertThat(backend.describe(AliasName.ofShort("web")).arn())
        .isEqualTo(((KeyHandle) handle).arn());
    assertThat(store.engineGetCertificateChain("web")).containsExactly(leaf, ca);
    assertThat(store.engineGetCertificate("web")).isEqualTo(leaf);
    assertThat(store.engineGetCertificateAlias(leaf)).isEqualTo("web");
    assertThat(store.engineGetCertificateAlias(ca)).isNull();
    assertThat(store.engineIsCertificateEntry("web")).isFalse();
  }

  @Test
  void setKeyEntry_certificateOfAnotherKey_isRefusedAndBindsNothing() throws Exception {
    key("made", KeySpec.ECC_NIST_P256);
    Key handle = store.engineGetKey("made", null);
    Certificate[] foreign = {foreignCertificate()};

    assertThatThrownBy(() -> store.engineSetKeyEntry("web", handle, null, foreign))
        .isInstanceOf(KeyStoreException.class)
        .hasMessageContaining("another key");
    assertThat(store.engineContainsAlias("web")).isFalse();
  }

  @Test
  void setKeyEntry_softwareKey_isRefusedWithoutRepeatingIt() throws Exception {
    byte[] canary = "canary-canary-canary-canary-0123".getBytes(StandardCharsets.US_ASCII);
    SecretKey software = new SecretKeySpec(canary, "AES");
    KeyPair pair = TestCertificates.softwarePair();

    assertThatThrownBy(() -> store.engineSetKeyEntry("x", software, null, null))
        .isInstanceOf(KeyStoreException.class)
        .hasMessageContaining("import")
        .hasMessageNotContaining("canary");
    assertThatThrownBy(
            () ->
                store.engineSetKeyEntry(
                    "x", pair.getPrivate(), null, new Certificate[] {foreignCertificate()}))
        .isInstanceOf(KeyStoreException.class);
    assertThatThrownBy(() -> store.engineSetKeyEntry("x", canary, null))
        .isInstanceOf(KeyStoreException.class);
  }

  @Test
  void setKeyEntry_handleOfAnotherBackend_isRefused() throws Exception {
    InMemoryKeyBackend other = new InMemoryKeyBackend();
    KeyMetadata key =
        other.createKey(
            new NewKey(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT, "", Map.of()));

    assertThatThrownBy(
            () -> store.engineSetKeyEntry("x", KeyHandles.of(other, key.arn()), null, null))
        .isInstanceOf(KeyStoreException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a\nb", "aws/s3", "alias/aws/s3", "", "ü", "a b"})
  void setKeyEntry_badAlias_isRefused(String alias) throws Exception {
    key("made", KeySpec.SYMMETRIC_DEFAULT);
    Key handle = store.engineGetKey("made", null);

    assertThatThrownBy(() -> store.engineSetKeyEntry(alias, handle, null, null))
        .isInstanceOf(KeyStoreException.class);
    assertThatThrownBy(() -> store.engineSetCertificateEntry(alias, foreignCertificate()))
        .isInstanceOf(KeyStoreException.class);
    assertThatThrownBy(() -> store.engineDeleteEntry(alias)).isInstanceOf(KeyStoreException.class);
  }

  @Test
  void setKeyEntry_aliasOf257Characters_isRefused() throws Exception {
    key("made", KeySpec.SYMMETRIC_DEFAULT);
    Key handle = store.engineGetKey("made", null);

    assertThatThrownBy(() -> store.engineSetKeyEntry("a".repeat(257), handle, null, null))
        .isInstanceOf(KeyStoreException.class);
  }

  @Test
  void chain_ofAliasPointedElsewhere_isNotShown() throws Exception {
    key("web", KeySpec.ECC_NIST_P256);
    Key handle = store.engineGetKey("web", null);
    store.engineSetKeyEntry("web", handle, null, new Certificate[] {certificateFor(handle)});
    key("web", KeySpec.ECC_NIST_P256);

    assertThat(store.engineGetCertificateChain("web")).isNull();
    assertThat(store.engineGetKey("web", null)).isNotEqualTo(handle);
  }

  @Test
  void chain_putThereByHand_belongsToTheKeyItCertifies() throws Exception {
    key("web", KeySpec.ECC_NIST_P256);
    key("other", KeySpec.ECC_NIST_P256);
    X509Certificate leaf = certificateFor(store.engineGetKey("web", null));
    CertificateEntry byHand =
        new CertificateEntry(java.util.Optional.empty(), List.of(leaf), java.time.Instant.EPOCH);
    certificates.put("web", byHand);
    certificates.put("other", byHand);

    assertThat(store.engineGetCertificateChain("web")).containsExactly(leaf);
    assertThat(store.engineGetCertificateChain("other")).isNull();
  }

  @Test
  void setCertificateEntry_isListedAsTrusted() throws Exception {
    X509Certificate ca = foreignCertificate();
    store.engineSetCertificateEntry("ca", ca);

    assertThat(store.engineIsCertificateEntry("ca")).isTrue();
    assertThat(store.engineIsKeyEntry("ca")).isFalse();
    assertThat(store.engineGetCertificate("ca")).isEqualTo(ca);
    assertThat(store.engineGetCertificateChain("ca")).isNull();
    assertThat(store.engineGetCertificateAlias(ca)).isEqualTo("ca");
    assertThat(store.engineGetEntry("ca", null)).isInstanceOf(TrustedCertificateEntry.class);
    assertThat(Collections.list(store.engineAliases())).containsExactly("ca");
    assertThat(store.engineGetCreationDate("ca")).isNotNull();
  }

  @Test
  void setCertificateEntry_overAKey_isRefused() throws Exception {
    key("web", KeySpec.ECC_NIST_P256);

    assertThatThrownBy(() -> store.engineSetCertificateEntry("web", foreignCertificate()))
        .isInstanceOf(KeyStoreException.class);
  }

  @Test
  void deleteEntry_removesAliasAndCertificateAndKeepsTheKey() throws Exception {
    KeyMetadata key = key("web", KeySpec.ECC_NIST_P256);
    Key handle = store.engineGetKey("web", null);
    store.engineSetKeyEntry("web", handle, null, new Certificate[] {certificateFor(handle)});
    store.engineDeleteEntry("web");
    store.engineDeleteEntry("web");

    assertThat(store.engineContainsAlias("web")).isFalse();
    assertThat(certificates.find("web")).isEmpty();
    assertThat(backend.describe(key.arn()).state()).isEqualTo(KeyState.ENABLED);
  }

  @Test
  void deleteEntry_ifConfigured_schedulesDeletionOfTheKey() throws Exception {
    schedulesDeletion = true;
    KeyMetadata key = key("web", KeySpec.SYMMETRIC_DEFAULT);
    store.engineDeleteEntry("web");

    assertThat(backend.describe(key.arn()).state()).isEqualTo(KeyState.PENDING_DELETION);
  }

  @Test
  void setEntry_likeKeytoolChangealias_movesKeyAndChain() throws Exception {
    key("old", KeySpec.ECC_NIST_P256);
    Key handle = store.engineGetKey("old", null);
    store.engineSetKeyEntry("old", handle, null, new Certificate[] {certificateFor(handle)});
    store.engineSetEntry("new", store.engineGetEntry("old", null), null);
    store.engineDeleteEntry("old");

    assertThat(Collections.list(store.engineAliases())).containsExactly("new");
    assertThat(Arrays.asList(store.engineGetCertificateChain("new"))).hasSize(1);
  }
}
