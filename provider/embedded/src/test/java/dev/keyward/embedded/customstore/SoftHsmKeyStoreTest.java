package dev.keyward.embedded.customstore;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.EmbeddedKmsFixture;
import dev.keyward.embedded.EngineSettings;
import dev.keyward.kms.ConnectCustomKeyStore;
import dev.keyward.kms.ConnectionErrorCode;
import dev.keyward.kms.CustomKeyStoresListEntry;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeCustomKeyStores;
import dev.keyward.kms.DisconnectCustomKeyStore;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.Kms;
import dev.keyward.kms.UpdateCustomKeyStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A custom key store through the API with a real PKCS #11 token behind it. */
class SoftHsmKeyStoreTest {
  private static final byte[] TEXT = {1, 2, 3};

  @TempDir private Path home;

  private static EngineSettings overSoftHsm(EngineSettings plain) {
    return new EngineSettings(
        plain.clock(),
        plain.random(),
        plain.audit(),
        plain.resources(),
        plain.requests(),
        plain.nanos(),
        (cluster, pin) -> Pkcs11Store.connect(SoftHsm.get().main(), pin));
  }

  @Test
  void key_inToken_worksWhileConnected_andAfterReconnecting() {
    SoftHsm.get();
    try (EmbeddedKmsFixture fixture =
        new EmbeddedKmsFixture(home, SoftHsmKeyStoreTest::overSoftHsm)) {
      Kms kms = fixture.kms();
      String id = kms.createCustomKeyStore(KeyStores.request("hsm")).customKeyStoreId();
      kms.connectCustomKeyStore(ConnectCustomKeyStore.Request.of(id));
      CustomKeyStoresListEntry failed =
          kms.describeCustomKeyStores(DescribeCustomKeyStores.Request.of())
              .customKeyStores()
              .get(0);
      assertThat(failed.connectionErrorCode()).isEqualTo(ConnectionErrorCode.INVALID_CREDENTIALS);
      kms.disconnectCustomKeyStore(DisconnectCustomKeyStore.Request.of(id));
      kms.updateCustomKeyStore(
          UpdateCustomKeyStore.Request.of(id).withKeyStorePassword(SoftHsm.PIN));
      kms.connectCustomKeyStore(ConnectCustomKeyStore.Request.of(id));
      String key = KeyStores.key(kms, id);
      byte[] blob = kms.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
      assertThat(kms.decrypt(Decrypt.Request.of(blob)).plaintext()).isEqualTo(TEXT);
      kms.disconnectCustomKeyStore(DisconnectCustomKeyStore.Request.of(id));
      refused(ErrorCode.KMS_INVALID_STATE, () -> kms.decrypt(Decrypt.Request.of(blob)));
      kms.connectCustomKeyStore(ConnectCustomKeyStore.Request.of(id));
      assertThat(kms.decrypt(Decrypt.Request.of(blob)).plaintext()).isEqualTo(TEXT);
    }
  }
}
