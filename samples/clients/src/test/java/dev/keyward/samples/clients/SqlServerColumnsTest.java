package dev.keyward.samples.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.sqlserver.jdbc.SQLServerColumnEncryptionKeyStoreProvider;
import com.microsoft.sqlserver.jdbc.SQLServerConnection;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

/**
 * SQL Server's driver asks a column encryption key store provider for the keys of encrypted
 * columns. The twenty lines that make managed keys one are here; the name in the database is {@code
 * KEYWARD} and the master key path is an alias.
 */
class SqlServerColumnsTest {

  /** What a program registers with the driver. */
  private static final class ManagedColumnKeys extends SQLServerColumnEncryptionKeyStoreProvider {
    private String name = "KEYWARD";

    @Override
    public void setName(String name) {
      this.name = name;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public byte[] encryptColumnEncryptionKey(String alias, String algorithm, byte[] key) {
      return oaep(Cipher.ENCRYPT_MODE, alias, algorithm, key);
    }

    @Override
    public byte[] decryptColumnEncryptionKey(String alias, String algorithm, byte[] encrypted) {
      return oaep(Cipher.DECRYPT_MODE, alias, algorithm, encrypted);
    }

    @Override
    public boolean verifyColumnMasterKeyMetadata(String alias, boolean enclave, byte[] signature) {
      return false;
    }

    private static byte[] oaep(int mode, String alias, String algorithm, byte[] input) {
      if (!"RSA_OAEP".equals(algorithm)) {
        throw new IllegalArgumentException("RSA_OAEP only, got " + algorithm);
      }
      try {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
        cipher.init(
            mode,
            mode == Cipher.ENCRYPT_MODE
                ? ManagedKeys.publicKey(alias)
                : ManagedKeys.privateKey(alias));
        return cipher.doFinal(input);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("The column encryption key cannot be had.", e);
      }
    }
  }

  @Test
  void columnEncryptionKey_isUnwrappedByTheManagedKey() throws Exception {
    SQLServerColumnEncryptionKeyStoreProvider provider = new ManagedColumnKeys();
    SQLServerConnection.registerColumnEncryptionKeyStoreProviders(Map.of("KEYWARD", provider));
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);

    byte[] encrypted =
        provider.encryptColumnEncryptionKey(ManagedKeys.RSA_DECRYPT, "RSA_OAEP", key);
    assertThat(provider.decryptColumnEncryptionKey(ManagedKeys.RSA_DECRYPT, "RSA_OAEP", encrypted))
        .isEqualTo(key);
    encrypted[7] ^= 1;
    assertThatThrownBy(
            () ->
                provider.decryptColumnEncryptionKey(ManagedKeys.RSA_DECRYPT, "RSA_OAEP", encrypted))
        .isInstanceOf(IllegalStateException.class);
  }
}
