package dev.keyward.tool.serve;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import dev.keyward.keystore.TestCertificates;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeyTest {
  @TempDir private Path folder;

  @Test
  void managed_keyThatOnlyDecryptsOrIsNotThere_saysWhich() throws Exception {
    Path home = folder.toRealPath();
    String configuration =
        "store=%1$s/store;root-key=file:%1$s/root.key;certificates=%1$s/certificates"
            .formatted(home);
    try (KeywardProvider keyward = new KeywardProvider().configure(configuration)) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", keyward);
      generator.initialize(
          ManagedKeyParameterSpec.of(KeySpec.RSA_2048).withUsage(KeyUsage.ENCRYPT_DECRYPT));
      KeyPair pair = generator.generateKeyPair();
      KeyStore store = KeyStore.getInstance("KMS", keyward);
      store.load(null, null);
      Certificate certificate =
          TestCertificates.issue(pair.getPublic(), "data", TestCertificates.softwarePair(), 0);
      store.setKeyEntry("data", pair.getPrivate(), null, new Certificate[] {certificate});

      assertThatThrownBy(() -> ServerKey.managed(keyward, "data"))
          .isInstanceOf(GeneralSecurityException.class)
          .hasMessageContaining("does not sign");
      assertThatThrownBy(() -> ServerKey.managed(keyward, "nobody"))
          .isInstanceOf(GeneralSecurityException.class)
          .hasMessageContaining("no private key with a certificate");
    }
  }
}
