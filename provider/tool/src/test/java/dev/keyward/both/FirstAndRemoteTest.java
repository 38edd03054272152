package dev.keyward.both;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.KeywardProvider;
import dev.keyward.keystore.TestCertificates;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import dev.keyward.provider.ProviderList;
import dev.keyward.provider.TlsPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** First in the list, and reached over HTTPS: our own TLS must not need ourselves. */
@ResourceLock("java.security.Security.providers")
@SuppressWarnings("try") // the list is changed while the resource is open
@Timeout(120)
class FirstAndRemoteTest {
  @TempDir private Path folder;

  @Test
  void everything_withUsFirstAndRemoteOverHttps_worksWithoutRecursion() throws Exception {
    Path home = Files.createDirectories(folder.toRealPath().resolve("home"));
    try (ServeProcess server = new ServeProcess(home)) {
      server.start();
      Path certificates = folder.toRealPath().resolve("certificates");
      String configuration =
          RemoteAsFactory.configuration("first", server.environment())
              + ";certificates="
              + certificates;
      try (KeywardProvider provider = new KeywardProvider().configure(configuration);
          ProviderList list = new ProviderList().first(provider)) {
        assertThat(new SecureRandom().getProvider()).isNotSameAs(provider);
        assertThat(SecureRandom.getInstanceStrong().getProvider()).isNotSameAs(provider);
        seal();
        shakeHands(provider);
      }
    }
  }

  private static void seal() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES");
    generator.init(ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT));
    SecretKey key = generator.generateKey();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] sealed = cipher.doFinal(new byte[] {1, 2, 3});
    cipher.init(Cipher.DECRYPT_MODE, key);
    assertThat(cipher.doFinal(sealed)).containsExactly(1, 2, 3);
  }

  private static void shakeHands(KeywardProvider provider) throws Exception {
    KeyPair pair =
        ProviderList.managedPair(provider, "EC", ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256));
    X509Certificate certificate =
        TestCertificates.selfSigned(
            pair.getPublic(), "server", pair.getPrivate(), "SHA256withECDSA", provider);
    KeyStore store = KeyStore.getInstance("KMS");
    store.load(null, null);
    store.setKeyEntry("server", pair.getPrivate(), null, new Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(store, null);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", certificate);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
      assertThat(new TlsPair(context, context, protocol).exchange("hello")).isEqualTo("hello");
    }
  }
}
