package dev.keyward.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.InMemoryKeyBackend;
import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.failure.AccessDeniedException;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KeyStateException;
import dev.keyward.failure.KeywardException;
import dev.keyward.failure.KmsException;
import dev.keyward.failure.StoreDamagedException;
import dev.keyward.failure.ThrottledException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.KmsLoadStoreParameter;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.KeyStore.SecretKeyEntry;
import java.security.KeyStore.TrustedCertificateEntry;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One key that the caller may not describe, among others: it is listed, and spoils nothing. */
class RefusedEntriesTest {
  @TempDir Path temporary;

  private final InMemoryKeyBackend backend = new InMemoryKeyBackend();
  private CertificateDirectory certificates;
  private KmsKeyStore store;
  private KeyMetadata refused;
  private X509Certificate certificate;

  @BeforeEach
  void makeKeys() throws Exception {
    certificates = new CertificateDirectory(temporary.resolve("certificates"));
    store = opened();
    key("good");
    refused = key("refused");
    Key handle = store.engineGetKey("refused", null);
    certificate =
        TestCertificates.issue(
            KeyHandles.publicKeyOf((KeyHandle) handle),
            "refused",
            TestCertificates.softwarePair(),
            0);
    store.engineSetKeyEntry("refused", handle, null, new Certificate[] {certificate});
  }

  private KmsKeyStore opened() throws Exception {
    KmsKeyStore opened = new KmsKeyStore(new TestAccess(backend, certificates));
    opened.engineLoad(null, null);
    return opened;
  }

  private KeyMetadata key(String alias) {
    KeyMetadata key =
        backend.createKey(new NewKey(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY, "", Map.of()));
    backend.putAlias(AliasName.ofShort(alias), key.arn().keyId());
    return key;
  }

  static Stream<KmsException> refusals() {
    return Stream.of(
        new AccessDeniedException("not for you"), new KeyStateException("being created"));
  }

  static Stream<KmsException> outages() {
    return Stream.of(new BackendUnavailableException("gone"), new ThrottledException("slowly"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void list_oneKeyRefused_showsItWithoutKeyDateAndChain(KmsException refusal) throws Exception {
    KmsKeyStore fresh = opened();
    backend.refuse(refused.arn().keyId(), refusal);

    assertThat(Collections.list(fresh.engineAliases())).containsExactly("good", "refused");
    assertThat(fresh.engineContainsAlias("refused")).isTrue();
    assertThat(fresh.engineIsKeyEntry("refused")).isFalse();
    assertThat(fresh.engineIsCertificateEntry("refused")).isFalse();
    assertThat(fresh.engineEntryInstanceOf("refused", PrivateKeyEntry.class)).isFalse();
    assertThat(fresh.engineEntryInstanceOf("refused", SecretKeyEntry.class)).isFalse();
    assertThat(fresh.engineEntryInstanceOf("refused", TrustedCertificateEntry.class)).isFalse();
    assertThat(fresh.engineGetCreationDate("refused")).isNull();
    assertThat(fresh.engineGetCertificateChain("refused")).isNull();
    assertThat(fresh.engineGetCertificate("refused")).isNull();
    assertThat(fresh.engineGetCertificateAlias(certificate)).isNull();
    assertThatThrownBy(() -> fresh.engineGetKey("refused", null))
        .isInstanceOf(UnrecoverableKeyException.class)
        .hasCause(refusal);
    assertThat(fresh.engineIsKeyEntry("good")).isTrue();
  }

  @Test
  void list_filtered_keepsTheRefusedKey() throws Exception {
    store.engineLoad(KmsLoadStoreParameter.onlyAliases(List.of("good", "refused", "nobody")));
    backend.refuse(refused.arn().keyId(), new AccessDeniedException("not for you"));

    assertThat(Collections.list(store.engineAliases()))
        .containsExactlyInAnyOrder("good", "refused");
    assertThat(store.engineSize()).isEqualTo(2);
  }

  /** A server that was given one alias and not the permission for it learns which is missing. */
  @Test
  void list_nothingChosenButTheRefusedKey_saysWhatIsMissing() throws Exception {
    store.engineLoad(KmsLoadStoreParameter.onlyAliases(List.of("refused", "nobody")));
    AccessDeniedException refusal = new AccessDeniedException("kms:DescribeKey is not allowed");
    backend.refuse(refused.arn().keyId(), refusal);

    assertThatThrownBy(store::engineAliases)
        .isInstanceOf(KeywardException.class)
        .hasMessageContaining("kms:DescribeKey")
        .hasCause(refusal);
    assertThat(store.engineContainsAlias("refused")).isTrue();
    assertThat(store.engineIsKeyEntry("refused")).isFalse();
  }

  /** A trusted certificate beside it is no key to start with. */
  @Test
  void list_chosenTrustedCertificateAndTheRefusedKey_saysWhatIsMissing() throws Exception {
    store.engineSetCertificateEntry("authority", certificate);
    store.engineLoad(KmsLoadStoreParameter.onlyAliases(List.of("authority", "refused")));
    assertThat(Collections.list(store.engineAliases()))
        .containsExactlyInAnyOrder("authority", "refused");

    backend.refuse(refused.arn().keyId(), new AccessDeniedException("not for you"));
    assertThatThrownBy(store::engineAliases)
        .isInstanceOf(KeywardException.class)
        .hasMessageContaining("not for you");
  }

  /** What spoils every call must not look like an entry without a certificate. */
  @ParameterizedTest
  @MethodSource("failuresOfAll")
  void questions_failureThatConcernsAllEntries_isThrown(KmsException failure) throws Exception {
    KmsKeyStore fresh = opened();
    backend.refuse(refused.arn().keyId(), failure);

    assertThatThrownBy(() -> fresh.engineIsKeyEntry("refused"))
        .isInstanceOf(KeywardException.class)
        .hasCause(failure);
    assertThatThrownBy(() -> fresh.engineGetCertificateChain("refused"))
        .isInstanceOf(KeywardException.class)
        .hasCause(failure);
  }

  static Stream<KmsException> failuresOfAll() {
    return Stream.of(
        new AccessDeniedException(KmsException.Details.of("ExpiredTokenException", "too old")),
        new StoreDamagedException("a page is damaged"));
  }

  @Test
  void entry_namedByItsArnAndNotDescribed_isASecretKeyEverywhere() throws Exception {
    String arn = refused.arn().text();
    KmsKeyStore fresh = opened();
    backend.refuse(refused.arn().keyId(), new AccessDeniedException("not for you"));

    assertThat(fresh.engineIsKeyEntry(arn)).isTrue();
    assertThat(fresh.engineEntryInstanceOf(arn, SecretKeyEntry.class)).isTrue();
    assertThat(fresh.engineEntryInstanceOf(arn, PrivateKeyEntry.class)).isFalse();
    assertThat(fresh.engineGetEntry(arn, null)).isInstanceOf(SecretKeyEntry.class);
  }

  /** What lies beside a key that cannot be looked at is not taken for a trusted certificate. */
  @Test
  void certificate_putThereByHandForARefusedKey_isNotTrusted() throws Exception {
    certificates.put(
        "refused",
        new CertificateEntry(
            java.util.Optional.empty(), List.of(certificate), java.time.Instant.EPOCH));
    KmsKeyStore fresh = opened();
    backend.refuse(refused.arn().keyId(), new AccessDeniedException("not for you"));

    assertThat(fresh.engineIsCertificateEntry("refused")).isFalse();
    assertThat(fresh.engineGetCertificate("refused")).isNull();
    assertThat(fresh.engineGetCreationDate("refused")).isNull();
  }

  /** A key service that is away must not look like one without keys. */
  @ParameterizedTest
  @MethodSource("outages")
  void list_keyServiceAway_isNotTakenForARefusal(KmsException outage) throws Exception {
    KmsKeyStore fresh = opened();
    KmsKeyStore filtered = opened();
    filtered.engineLoad(KmsLoadStoreParameter.onlyAliases(List.of("good", "refused")));
    backend.refuse(refused.arn().keyId(), outage);

    for (Runnable question :
        List.<Runnable>of(
            () -> fresh.engineContainsAlias("refused"),
            () -> fresh.engineIsKeyEntry("refused"),
            () -> fresh.engineEntryInstanceOf("refused", PrivateKeyEntry.class),
            () -> fresh.engineGetCreationDate("refused"),
            () -> fresh.engineGetCertificateChain("refused"),
            () -> fresh.engineGetCertificate("refused"),
            filtered::engineAliases)) {
      assertThatThrownBy(question::run).isInstanceOf(KeywardException.class).hasCause(outage);
    }
  }
}
