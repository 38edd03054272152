package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import dev.keyward.handle.KeyHandle;
import dev.keyward.keystore.TestCertificates;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DomainLoadStoreParameter;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.KeyStore.Builder;
import java.security.KeyStore.CallbackHandlerProtection;
import java.security.KeyStore.PasswordProtection;
import java.security.KeyStore.ProtectionParameter;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyStoreBuilderParameters;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Key stores that are opened by others: builders, and domains of several key stores. */
@ResourceLock("java.security.Security.providers")
class KeyStoreBuildersTest {
  private static final PasswordProtection UNUSED = new PasswordProtection("unused".toCharArray());
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path folder;
  private KeywardProvider keyward;
  private ProviderList providers;
  private KeyPair pair;
  private X509Certificate certificate;

  @BeforeEach
  void makeEntry() throws Exception {
    Path certificates = folder.toRealPath().resolve("certificates");
    keyward =
        new KeywardProvider()
            .configure(ProviderList.configuration() + ";certificates=" + certificates);
    providers = new ProviderList().first(keyward);
    pair =
        ProviderList.managedPair(keyward, "EC", ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256));
    certificate =
        TestCertificates.selfSigned(
            pair.getPublic(), "server", pair.getPrivate(), "SHA256withECDSA", keyward);
    KeyStore store = KeyStore.getInstance("KMS", keyward);
    store.load(null, null);
    store.setKeyEntry("builder", pair.getPrivate(), null, new Certificate[] {certificate});
  }

  @AfterEach
  void putBack() throws Exception {
    KeyStore store = KeyStore.getInstance("KMS", keyward);
    store.load(null, null);
    store.deleteEntry("builder");
    providers.close();
    keyward.close();
  }

  private File descriptor() throws Exception {
    Path file = folder.resolve("kms.keystore");
    return Files.writeString(file, "# keyward-keystore 1\nalias=builder\n").toFile();
  }

  private File pkcs12() throws Exception {
    KeyStore software = KeyStore.getInstance("PKCS12", "SUN");
    software.load(null, null);
    KeyPair own = TestCertificates.softwarePair();
    X509Certificate issued = TestCertificates.issue(own.getPublic(), "software", own, 0);
    software.setKeyEntry("software", own.getPrivate(), PASSWORD, new Certificate[] {issued});
    Path file = folder.resolve("software.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      software.store(out, PASSWORD);
    }
    return file.toFile();
  }

  private void assertOpens(Builder builder) throws Exception {
    KeyStore store = builder.getKeyStore();
    assertThat(store.getType()).isEqualTo("KMS");
    assertThat(Collections.list(store.aliases())).contains("builder");
    assertThat(store.getCertificate("builder")).isEqualTo(certificate);
    ProtectionParameter protection = builder.getProtectionParameter("builder");
    KeyStore.PrivateKeyEntry entry =
        (KeyStore.PrivateKeyEntry) store.getEntry("builder", protection);
    assertThat(((KeyHandle) entry.getPrivateKey()).arn())
        .isEqualTo(((KeyHandle) pair.getPrivate()).arn());
  }

  @Test
  void builder_typeAndProvider_opensTheKeyStore() throws Exception {
    assertOpens(Builder.newInstance("KMS", keyward, UNUSED));
    assertOpens(Builder.newInstance("KMS", null, UNUSED));
  }

  @Test
  void builder_callbackForAPassword_isServedAndItsAnswerIgnored() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CallbackHandlerProtection asks =
        new CallbackHandlerProtection(callbacks -> asked.addAndGet(callbacks.length));

    KeyStore store = Builder.newInstance("KMS", keyward, asks).getKeyStore();

    assertThat(store.containsAlias("builder")).isTrue();
    assertThat(asked).as("the key store needs no password").hasValue(0);
  }

  @Test
  void builder_descriptorFile_opensWhatItNames() throws Exception {
    assertOpens(Builder.newInstance("KMS", keyward, descriptor(), UNUSED));
    assertOpens(Builder.newInstance("KMS", null, descriptor(), UNUSED));
  }

  @Test
  void builder_fileOfAnotherType_staysThatTypeAndIsNotOursByName() throws Exception {
    File file = pkcs12();
    KeyStore found = Builder.newInstance(file, new PasswordProtection(PASSWORD)).getKeyStore();
    assertThat(found.getProvider().getName()).isEqualTo("SUN");
    assertThat(found.getKey("software", PASSWORD)).isNotInstanceOf(KeyHandle.class);

    assertThatThrownBy(() -> Builder.newInstance("KMS", keyward, file, UNUSED).getKeyStore())
        .hasRootCauseInstanceOf(java.io.IOException.class);
  }

  @Test
  void keyManager_ofABuilder_offersTheManagedKey() throws Exception {
    KeyManagerFactory factory = KeyManagerFactory.getInstance("NewSunX509", "SunJSSE");
    factory.init(new KeyStoreBuilderParameters(Builder.newInstance("KMS", keyward, UNUSED)));
    X509KeyManager manager = (X509KeyManager) factory.getKeyManagers()[0];

    String alias =
        java.util.Arrays.stream(manager.getServerAliases("EC", null))
            .filter(name -> name.endsWith(".builder"))
            .findFirst()
            .orElseThrow();

    assertThat(manager.getPrivateKey(alias)).isInstanceOf(KeyHandle.class);
    assertThat(manager.getCertificateChain(alias)).containsExactly(certificate);
  }

  private DomainLoadStoreParameter domain(String kms) throws Exception {
    Path file = folder.resolve("domains.cfg");
    Files.writeString(
        file,
        "domain mixed {\n"
            + kms
            + "  keystore files keystoreType=\"PKCS12\" keystoreURI=\""
            + pkcs12()
            + "\";\n};\n");
    return new DomainLoadStoreParameter(
        java.net.URI.create(file.toUri() + "#mixed"),
        Map.of("kms", UNUSED, "files", new PasswordProtection(PASSWORD)));
  }

  @Test
  void domain_namesAKmsStoreAndAFile_hasTheEntriesOfBoth() throws Exception {
    KeyStore domain = KeyStore.getInstance("DKS");
    domain.load(
        domain("  keystore kms keystoreType=\"KMS\" keystoreURI=\"" + descriptor() + "\";\n"));

    assertThat(domain.getProvider().getName()).isEqualTo("SUN");
    assertThat(Collections.list(domain.aliases()))
        .containsExactlyInAnyOrder("kms builder", "files software");
    assertThat(domain.getKey("kms builder", null)).isInstanceOf(KeyHandle.class);
    assertThat(domain.getCertificateChain("kms builder")).containsExactly(certificate);
    assertThat(domain.getKey("files software", PASSWORD)).isNotInstanceOf(KeyHandle.class);
  }

  @Test
  void domain_ofFilesOnly_isServedByTheJdkAlthoughKeywardIsFirst() throws Exception {
    KeyStore domain = KeyStore.getInstance("DKS");
    domain.load(domain(""));

    assertThat(domain.getProvider().getName()).isEqualTo("SUN");
    assertThat(Collections.list(domain.aliases())).containsExactly("files software");
  }

  @Test
  void domainParameter_givenToTheKmsType_isRefusedWithAWayOut() throws Exception {
    KeyStore store = KeyStore.getInstance("KMS", keyward);
    DomainLoadStoreParameter domain = domain("");

    assertThatThrownBy(() -> store.load(domain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DKS");
  }
}
