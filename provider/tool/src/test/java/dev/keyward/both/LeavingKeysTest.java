package dev.keyward.both;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import dev.keyward.embedded.EmbeddedKmsFixture;
import dev.keyward.handle.KeyHandle;
import dev.keyward.keystore.TestCertificates;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import dev.keyward.provider.ProviderList;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.KeyGenerator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key store some of whose keys were deleted: scheduled, or gone for good. */
class LeavingKeysTest {
  @TempDir private Path folder;
  private EmbeddedKmsFixture fixture;
  private ServedStore served;
  private String configuration;

  @BeforeEach
  void makeKeys() throws Exception {
    fixture = new EmbeddedKmsFixture(folder.toRealPath().resolve("home"));
    served = ServedStore.over(fixture.kms(), UnaryOperator.identity());
    configuration = ";certificates=" + folder.toRealPath().resolve("certificates");
    try (KeywardProvider maker = provider()) {
      pair(maker, "alive");
      pair(maker, "scheduled");
      pair(maker, "gone");
      KeyGenerator secrets = KeyGenerator.getInstance("AES", maker);
      secrets.init(ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT).withAlias("gone-secret"));
      secrets.generateKey();
      KeyStore store = load(maker);
      delete(store, "gone", 7);
      delete(store, "gone-secret", 7);
      fixture.advance(Duration.ofDays(8));
      delete(store, "scheduled", 30);
    }
  }

  @AfterEach
  void close() {
    served.close();
    fixture.close();
  }

  private KeywardProvider provider() {
    return new KeywardProvider()
        .configure(RemoteAsFactory.configuration(served, served.administrator()) + configuration);
  }

  private static KeyStore load(KeywardProvider provider) throws Exception {
    KeyStore store = KeyStore.getInstance("KMS", provider);
    store.load(null, null);
    return store;
  }

  private static void pair(KeywardProvider provider, String alias) throws Exception {
    KeyPair pair =
        ProviderList.managedPair(provider, "EC", ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256));
    Certificate certificate =
        TestCertificates.selfSigned(
            pair.getPublic(), alias, pair.getPrivate(), "SHA256withECDSA", provider);
    load(provider).setKeyEntry(alias, pair.getPrivate(), null, new Certificate[] {certificate});
  }

  private void delete(KeyStore store, String alias, int days) throws Exception {
    String arn = ((KeyHandle) store.getKey(alias, null)).arn().text();
    fixture
        .kms()
        .scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(arn).withPendingWindowInDays(days));
  }

  @Test
  void aliases_someKeysDeleted_listsTheOthersAndAnswersForAll() throws Exception {
    try (KeywardProvider provider = provider()) {
      KeyStore store = load(provider);

      List<String> aliases = Collections.list(store.aliases());

      assertThat(aliases).contains("alive", "scheduled").doesNotContain("gone", "gone-secret");
      assertThat(store.isKeyEntry("alive")).isTrue();
      for (String alias : List.of("gone", "gone-secret")) {
        assertThat(store.containsAlias(alias)).isFalse();
        assertThat(store.isKeyEntry(alias)).isFalse();
        assertThat(store.getKey(alias, null)).isNull();
        assertThat(store.getCertificateChain(alias)).isNull();
        assertThat(store.getCreationDate(alias)).isNull();
      }
      assertThat(store.getCertificateChain("scheduled")).hasSize(1);
    }
  }

  @Test
  void keyOfScheduledDeletion_used_isRefusedWhenItSigns() throws Exception {
    try (KeywardProvider provider = provider()) {
      KeyHandle scheduled = (KeyHandle) load(provider).getKey("scheduled", null);
      Signature signature = Signature.getInstance("SHA256withECDSA", provider);
      signature.initSign((java.security.PrivateKey) scheduled);
      signature.update(new byte[9]);

      assertThatThrownBy(signature::sign)
          .isInstanceOf(SignatureException.class)
          .hasMessageContaining("pending deletion");
    }
  }

  @Test
  void keyManager_someKeysDeleted_offersTheOthers() throws Exception {
    try (KeywardProvider provider = provider()) {
      KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509", "SunJSSE");
      factory.init(load(provider), null);
      X509KeyManager manager = (X509KeyManager) factory.getKeyManagers()[0];

      assertThat(manager.getServerAliases("EC", null))
          .contains("alive")
          .doesNotContain("gone", "gone-secret");
      assertThat(manager.getPrivateKey("alive")).isInstanceOf(KeyHandle.class);
    }
  }

  @Test
  void keytool_listsAStoreWithDeletedKeys_showsTheOthers() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add("-J-cp");
    command.add(
        "-J"
            + System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path")));
    // keytool's own module graph lacks what the wire client and the store are made of.
    command.add("-J--add-modules=jdk.net,java.sql");
    command.add("-J-Daws.accessKeyId=" + served.administrator().id());
    command.add("-J-Daws.secretAccessKey=" + served.administrator().secretText());
    command.addAll(List.of("-addprovider", "Keyward", "-providerarg"));
    command.add(
        "backend=remote;region="
            + ServedStore.REGION
            + ";endpoint="
            + served.uri()
            + configuration);
    command.addAll(List.of("-list", "-keystore", "NONE", "-storetype", "KMS"));
    command.addAll(List.of("-storepass", "unused"));

    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(keytool.waitFor()).as(output).isZero();
    assertThat(output)
        .containsPattern("(?m)^alive, .*PrivateKeyEntry")
        .containsPattern("(?m)^scheduled, ")
        .doesNotContain("gone", "exception");
  }
}
