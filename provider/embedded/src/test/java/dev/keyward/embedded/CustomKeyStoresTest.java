package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.customstore.KeyStores;
import dev.keyward.embedded.customstore.TokenException.Reason;
import dev.keyward.kms.ConnectCustomKeyStore;
import dev.keyward.kms.ConnectionErrorCode;
import dev.keyward.kms.ConnectionState;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.CustomKeyStoresListEntry;
import dev.keyward.kms.DataKeyPairSpec;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeleteCustomKeyStore;
import dev.keyward.kms.DescribeCustomKeyStores;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.DisconnectCustomKeyStore;
import dev.keyward.kms.EnableKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateDataKeyPair;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.UpdateCustomKeyStore;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Custom key stores through the API: section 19 of the contract. */
class CustomKeyStoresTest {
  private static final byte[] TEXT = {1, 2, 3};

  @TempDir private Path home;
  private final KeyStores tokens = new KeyStores();
  private EmbeddedKmsFixture fixture;
  private EmbeddedKms kms;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home, tokens::over);
    kms = fixture.kms();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private CustomKeyStoresListEntry describe(String id) {
    return kms.describeCustomKeyStores(
            DescribeCustomKeyStores.Request.of().withCustomKeyStoreId(id))
        .customKeyStores()
        .get(0);
  }

  private void connect(String id) {
    kms.connectCustomKeyStore(ConnectCustomKeyStore.Request.of(id));
  }

  private void disconnect(String id) {
    kms.disconnectCustomKeyStore(DisconnectCustomKeyStore.Request.of(id));
  }

  private String created() {
    return kms.createCustomKeyStore(KeyStores.request("hsm")).customKeyStoreId();
  }

  @Test
  void keyStore_isMadeDisconnected_andConnects() {
    String id = created();
    assertThat(id).matches("cks-[0-9a-f]{17}");
    assertThat(describe(id).connectionState()).isEqualTo(ConnectionState.DISCONNECTED);
    assertThat(describe(id).toString()).doesNotContain(KeyStores.PIN);
    connect(id);
    connect(id);
    assertThat(describe(id).connectionState()).isEqualTo(ConnectionState.CONNECTED);
    disconnect(id);
    refused(ErrorCode.CUSTOM_KEY_STORE_INVALID_STATE, () -> disconnect(id));
    kms.deleteCustomKeyStore(DeleteCustomKeyStore.Request.of(id));
    refused(ErrorCode.CUSTOM_KEY_STORE_NOT_FOUND, () -> connect(id));
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_CREDENTIALS, INVALID_CREDENTIALS",
    "NOT_FOUND, CLUSTER_NOT_FOUND",
    "USER_NOT_FOUND, USER_NOT_FOUND",
    "USER_LOCKED_OUT, USER_LOCKED_OUT",
    "USER_LOGGED_IN, USER_LOGGED_IN",
    "TOKEN_GONE, NETWORK_ERRORS",
    "INTERNAL_ERROR, INTERNAL_ERROR"
  })
  void connection_thatFails_saysWhyAndMustBeDisconnectedFirst(
      Reason reason, ConnectionErrorCode error) {
    String id = created();
    tokens.failWith(reason);
    connect(id);
    assertThat(describe(id).connectionState()).isEqualTo(ConnectionState.FAILED);
    assertThat(describe(id).connectionErrorCode()).isEqualTo(error);
    tokens.failWith(null);
    refused(ErrorCode.CUSTOM_KEY_STORE_INVALID_STATE, () -> connect(id));
    refused(ErrorCode.CUSTOM_KEY_STORE_INVALID_STATE, () -> KeyStores.key(kms, id));
    disconnect(id);
    assertThat(describe(id).connectionErrorCode()).isNull();
    connect(id);
    assertThat(describe(id).connectionState()).isEqualTo(ConnectionState.CONNECTED);
  }

  @Test
  void key_inKeyStore_isUsableWhileItIsConnected() {
    String id = KeyStores.connected(kms);
    String key = KeyStores.key(kms, id);
    KeyMetadata metadata = kms.describeKey(DescribeKey.Request.of(key)).keyMetadata();
    assertThat(metadata.origin()).isEqualTo(KeyOrigin.AWS_CLOUDHSM);
    assertThat(metadata.customKeyStoreId()).isEqualTo(id);
    assertThat(metadata.cloudHsmClusterId()).isEqualTo(KeyStores.CLUSTER);
    assertThat(metadata.currentKeyMaterialId()).isNull();
    Encrypt.Request request = Encrypt.Request.of(key, TEXT).withEncryptionContext(Map.of("a", "b"));
    byte[] blob = kms.encrypt(request).ciphertextBlob();
    String ordinary = symmetric(kms);
    disconnect(id);
    assertThat(kms.describeKey(DescribeKey.Request.of(key)).keyMetadata().keyState())
        .isEqualTo(KeyState.UNAVAILABLE);
    refused(ErrorCode.KMS_INVALID_STATE, () -> kms.encrypt(request));
    kms.encrypt(Encrypt.Request.of(ordinary, TEXT));
    // What is switched meanwhile shows when the key store is back.
    kms.disableKey(DisableKey.Request.of(key));
    connect(id);
    refused(ErrorCode.DISABLED, () -> kms.encrypt(request));
    kms.enableKey(EnableKey.Request.of(key));
    Decrypt.Request decrypt = Decrypt.Request.of(blob);
    assertThat(kms.decrypt(decrypt.withEncryptionContext(Map.of("a", "b"))).plaintext())
        .isEqualTo(TEXT);
    refused(ErrorCode.INVALID_CIPHERTEXT, () -> kms.decrypt(decrypt));
  }

  @Test
  void token_removedUnderTheKey_isAnInvalidStateAndNotAnAnswer() {
    String id = KeyStores.connected(kms);
    String key = KeyStores.key(kms, id);
    kms.encrypt(Encrypt.Request.of(key, TEXT));
    tokens.removeToken();
    refused(ErrorCode.KMS_INVALID_STATE, () -> kms.encrypt(Encrypt.Request.of(key, TEXT)));
    refused(ErrorCode.CUSTOM_KEY_STORE_INVALID_STATE, () -> KeyStores.key(kms, id));
    disconnect(id);
    connect(id);
    kms.encrypt(Encrypt.Request.of(key, TEXT));
  }

  @Test
  void key_inKeyStore_ofAnotherKind_isRefused() {
    String id = KeyStores.connected(kms);
    CreateKey.Request hmac =
        CreateKey.Request.of(KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC)
            .withOrigin(KeyOrigin.AWS_CLOUDHSM)
            .withCustomKeyStoreId(id);
    refused(ErrorCode.UNSUPPORTED_OPERATION, () -> kms.createKey(hmac));
    CreateKey.Request multiRegion =
        CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
            .withOrigin(KeyOrigin.AWS_CLOUDHSM)
            .withCustomKeyStoreId(id)
            .withMultiRegion(true);
    refused(ErrorCode.UNSUPPORTED_OPERATION, () -> kms.createKey(multiRegion));
    String key = KeyStores.key(kms, id);
    refused(
        ErrorCode.UNSUPPORTED_OPERATION,
        () ->
            kms.generateDataKeyPair(
                GenerateDataKeyPair.Request.of(key, DataKeyPairSpec.ECC_NIST_P256)));
  }

  @Test
  void update_ofNameAnyTime_ofPasswordAndClusterWhileDisconnected() {
    String id = KeyStores.connected(kms);
    UpdateCustomKeyStore.Request update = UpdateCustomKeyStore.Request.of(id);
    kms.updateCustomKeyStore(update.withNewCustomKeyStoreName("other"));
    assertThat(describe(id).customKeyStoreName()).isEqualTo("other");
    refused(
        ErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
        () -> kms.updateCustomKeyStore(update.withKeyStorePassword("new-password")));
    refused(
        ErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
        () -> kms.updateCustomKeyStore(update.withCloudHsmClusterId("cluster-3333333333a")));
    disconnect(id);
    kms.updateCustomKeyStore(update.withKeyStorePassword("new-password"));
    kms.updateCustomKeyStore(update.withCloudHsmClusterId("cluster-3333333333a"));
    assertThat(describe(id).cloudHsmClusterId()).isEqualTo("cluster-3333333333a");
  }

  @Test
  void cluster_thatNoConfigurationNames_isNotFoundAndMakesNothing() {
    String unknown = KeyStores.UNKNOWN_CLUSTER;
    refused(
        ErrorCode.CLOUD_HSM_CLUSTER_NOT_FOUND,
        () -> kms.createCustomKeyStore(KeyStores.request("other").withCloudHsmClusterId(unknown)));
    assertThat(kms.describeCustomKeyStores(DescribeCustomKeyStores.Request.of()).customKeyStores())
        .isEmpty();
    String id = created();
    refused(
        ErrorCode.CLOUD_HSM_CLUSTER_NOT_FOUND,
        () ->
            kms.updateCustomKeyStore(
                UpdateCustomKeyStore.Request.of(id).withCloudHsmClusterId(unknown)));
    assertThat(describe(id).cloudHsmClusterId()).isEqualTo(KeyStores.CLUSTER);
  }

  @Test
  void keyStore_movedToATokenWithoutItsKeys_failsWhenTheyAreUsed() {
    String id = KeyStores.connected(kms);
    String key = KeyStores.key(kms, id);
    disconnect(id);
    tokens.empty();
    connect(id);
    assertThat(describe(id).connectionState()).isEqualTo(ConnectionState.CONNECTED);
    assertThat(
            refused(ErrorCode.KMS_INVALID_STATE, () -> kms.encrypt(Encrypt.Request.of(key, TEXT))))
        .hasMessageContaining("no key material in its custom key store");
  }

  @Test
  void random_ofKeyStore_takesItsConnection() {
    String id = KeyStores.connected(kms);
    GenerateRandom.Request request = GenerateRandom.Request.of(16).withCustomKeyStoreId(id);
    assertThat(kms.generateRandom(request).plaintext()).hasSize(16);
    disconnect(id);
    refused(ErrorCode.CUSTOM_KEY_STORE_INVALID_STATE, () -> kms.generateRandom(request));
  }
}
